import Ember
import OneDNN

/// How long one thread takes for a step of several pictures at once, for each of them: what orders that share a batch could win.
func printBatches(_ weights: String) throws {
    let machine = try Machine(threads: 1)
    let model = try Model(weights, on: machine)
    let canvas = Canvas(height: 48, width: 48)
    let z = Noise.normal(canvas.height * canvas.width * 3, seed: 1)
    let clock = ContinuousClock()
    let scenes = try [1, 2, 4, 8].map { count in
        (count, try model.scene(canvas, (0..<count).map { Condition(tokens: [1, 7 + $0, 34]) }))
    }
    var best = [Int: Duration]()
    // In turns, so that a noisy neighbour disturbs all alike.
    for _ in 0..<12 {
        for (count, scene) in scenes {
            let start = clock.now
            _ = try model.denoiser.clean(z, time: 0.5, scene)
            best[count] = min(best[count] ?? .seconds(9), (clock.now - start) / count)
        }
    }
    let alone = (best[1] ?? .seconds(1)) / .microseconds(1)
    for (count, time) in best.sorted(by: { $0.key < $1.key }) {
        let each = time / .microseconds(1)
        print("\(count) at once: \(Int(each)) µs each, \(Double(Int(each / alone * 100)) / 100) of one alone")
    }
}
