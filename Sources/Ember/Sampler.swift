/// From noise to a picture: Euler steps along the straight path, after `training/sampling.py`.
package struct Sampler: Sendable {
    package let steps: Int
    /// Steps taken.
    package private(set) var step = 0
    /// The noisy picture; the clean one after the last step.
    package private(set) var z: [Float]

    package init(noise: [Float], steps: Int) {
        precondition(steps > 0, "at least one step")
        z = noise
        self.steps = steps
    }

    package var isDone: Bool { step == steps }
    /// From 0, noise, to 1, picture.
    package var time: Float { Float(step) / Float(steps) }

    /// Goes one step towards the clean picture.
    package mutating func advance(towards clean: [Float]) {
        precondition(!isDone && clean.count == z.count, "a step that is left")
        let (before, after) = (time, Float(step + 1) / Float(steps))
        let share = (after - before) / (1 - before)
        for index in z.indices { z[index] += share * (clean[index] - z[index]) }
        step += 1
    }
}
