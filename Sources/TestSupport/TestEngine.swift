package import Domain
import Locking

/// An engine that plays a script, one step each time it is asked for more.
package final class TestEngine: Engine {
    /// What it does next.
    package enum Step: Sendable {
        case tell(Drawing)
        /// Draws the picture at this place.
        case picture(Int)
        /// Goes on when the test opens the gate.
        case pause(Gate)
        case fail(any Error)
        /// Never goes on, until it is cancelled; then it may say something of its own about that.
        case hang(complaining: (any Error)? = nil)
    }

    private struct Tally {
        var drawings = 0
        var orders: [Order] = []
        var references: [[ReferencePicture]] = []
        var told = 0
        var cancellations = 0
    }

    package let name = "test"
    package let abilities: Abilities
    private let script: @Sendable (Order) -> [Step]
    private let size: (width: Int, height: Int)?
    private let tally = Lock(Tally())

    /// Plays what the script says for an order; pictures have the given size, or the order's where it is `nil`.
    package init(
        size: (width: Int, height: Int)? = (16, 12),
        abilities: Abilities = Abilities(),
        script: @escaping @Sendable (Order) -> [Step]
    ) {
        self.size = size
        self.abilities = abilities
        self.script = script
    }

    /// Tells its progress in so many steps and then draws the pictures of the order, but for some that are lost.
    package convenience init(
        steps: Int = 4,
        losing lost: Set<Int> = [],
        size: (width: Int, height: Int)? = (16, 12),
        abilities: Abilities = Abilities()
    ) {
        self.init(size: size, abilities: abilities) { order in
            [.tell(.accepted(jobID: "job-1"))]
                + (1...steps).map { .tell(.progress(Double($0) / Double(steps))) }
                + (0..<order.count).map { index in
                    lost.contains(index)
                        ? .tell(.lost(index: index, reason: "Picture \(index) did not come out.")) : .picture(index)
                }
        }
    }

    /// How often it was asked to draw.
    package var drawings: Int { tally.withLock { $0.drawings } }
    /// The orders as they reached it.
    package var orders: [Order] { tally.withLock { $0.orders } }
    /// The references that came with each of them.
    package var references: [[ReferencePicture]] { tally.withLock { $0.references } }
    /// How many pieces of work it has handed out.
    package var told: Int { tally.withLock { $0.told } }
    /// How often it was cancelled in the middle of a step.
    package var cancellations: Int { tally.withLock { $0.cancellations } }

    package func draw(
        _ order: Order,
        references: [ReferencePicture]
    ) async throws -> any AsyncSequence<Drawing, any Error> & Sendable {
        tally.withLock {
            $0.drawings += 1
            $0.orders.append(order)
            $0.references.append(references)
        }
        return Performance(engine: self, order: order, steps: script(order))
    }

    private struct Performance: AsyncSequence, Sendable {
        typealias Element = Drawing
        typealias Failure = any Error

        let engine: TestEngine
        let order: Order
        let steps: [Step]

        func makeAsyncIterator() -> Iterator {
            Iterator(engine: engine, order: order, rest: steps[...])
        }

        struct Iterator: AsyncIteratorProtocol {
            let engine: TestEngine
            let order: Order
            var rest: ArraySlice<Step>

            mutating func next() async throws -> Drawing? {
                while let step = rest.popFirst() {
                    if let drawing = try await engine.play(step, for: order) { return drawing }
                }
                return nil
            }
        }
    }

    private func play(_ step: Step, for order: Order) async throws -> Drawing? {
        do {
            switch step {
            case .tell(let drawing): return count(drawing)
            case .picture(let index):
                let bitmap = Bitmap.gradient(
                    width: size?.width ?? order.width,
                    height: size?.height ?? order.height,
                    seed: order.seed
                )
                return count(.picture(index: index, bitmap))
            case .pause(let gate): try await gate.pass()
            case .fail(let error): throw error
            case .hang(let complaint):
                do { try await Gate().pass() } catch { throw complaint ?? error }
            }
            return nil
        } catch {
            if Task.isCancelled { tally.withLock { $0.cancellations += 1 } }
            throw error
        }
    }

    private func count(_ drawing: Drawing) -> Drawing {
        tally.withLock { $0.told += 1 }
        return drawing
    }
}

extension Bitmap {
    /// The same picture for the same seed: red grows to the right, green downwards, blue comes from the seed.
    package static func gradient(width: Int, height: Int, seed: Int64) -> Bitmap {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height * 3)
        for y in 0..<height {
            for x in 0..<width {
                pixels += [UInt8(x * 255 / width), UInt8(y * 255 / height), UInt8(truncatingIfNeeded: seed)]
            }
        }
        return Bitmap(width: width, height: height, pixels: pixels)
    }
}
