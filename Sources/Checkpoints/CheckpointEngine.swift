package import Domain
import JSON
package import Workbench

/// Open models through stable-diffusion.cpp, each in child processes of our own.
package struct CheckpointEngine: InspectableEngine {
    package struct Configuration: Sendable {
        package var name: String
        package var checkpoint: Checkpoint
        package var library: String
        /// The program whose hidden verb is a worker: this one.
        package var program: String
        /// GPUs, one worker for each; one worker that takes what there is where it is empty.
        package var devices: [String] = []
        package var limits = WorkLimits()
        package var log = Log.silent

        package init(name: String, checkpoint: Checkpoint, library: String, program: String) {
            self.name = name
            self.checkpoint = checkpoint
            self.library = library
            self.program = program
        }
    }

    package var name: String { configuration.name }
    package let abilities: Abilities
    private let configuration: Configuration
    private let bench: Bench
    private let places: [Workplace]

    /// Looks at the files; nothing is started or loaded before the first picture.
    package init(_ configuration: Configuration) throws(EngineProblem) {
        self.configuration = configuration
        var size = 0
        for path in configuration.checkpoint.parts.files.values { size += try ModelFile(path).size }
        for lora in configuration.checkpoint.loras { size += try ModelFile(lora.path).size }
        let needsMemory = !configuration.checkpoint.parts.options.contains(.mapsFiles)
        let devices = configuration.devices.isEmpty ? [nil] : configuration.devices.map(Optional.some)
        var places: [Workplace] = []
        for device in devices {
            let place = Workplace.Configuration(
                name: configuration.name,
                program: configuration.program,
                arguments: [Worker.verb, configuration.library],
                environment: Self.environment(device),
                parts: configuration.checkpoint.parts,
                need: needsMemory ? size : 0,
                limits: configuration.limits,
                log: configuration.log
            )
            places.append(Workplace(place, memory: .shared))
        }
        self.places = places
        bench = Bench(places)
        var abilities = Abilities()
        abilities.writesText = configuration.checkpoint.writesText
        let faces = configuration.checkpoint.parts.files[.photoMaker] == nil ? 0 : 4
        abilities.references = max(configuration.checkpoint.mostReferences, faces)
        abilities.referenceSide = 1024
        self.abilities = abilities
    }

    package func draw(
        _ order: Order,
        references: [ReferencePicture]
    ) async throws -> any AsyncSequence<Drawing, any Error> & Sendable {
        drawings { tell in
            let plan = Plan(configuration.checkpoint, order, references)
            tell(.understood(prompt: nil, tokens: 0, warnings: plan.warnings))
            if !references.isEmpty { tell(.decided(references: plan.kinds)) }
            try await order.drawEach(tell) { index in
                let place = try await bench.take()
                do {
                    let picture = try await place.draw(plan.job(index)) { drawn in
                        switch drawn {
                        case .step(let step, let steps):
                            // The last bit is the decoder's.
                            let part = Double(step) / Double(steps) * 0.95
                            tell(.progress((Double(index) + part) / Double(order.count)))
                        case .preview(let bitmap): tell(.preview(index: index, bitmap))
                        }
                    }
                    await bench.give(place)
                    return picture
                } catch {
                    await bench.give(place)
                    throw failure(of: error)
                }
            }
        }
    }

    /// The process ids of the workers that run; for those who look after the machine.
    package var workers: [Int32] {
        get async {
            var found: [Int32] = []
            for place in places { if let pid = await place.state.pid { found.append(pid) } }
            return found
        }
    }

    package var summary: String {
        let files = configuration.checkpoint.parts.files.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            "\($0.key.rawValue) \($0.value.split(separator: "/").last ?? "")"
        }
        return "stable-diffusion.cpp with " + files.joined(separator: ", ")
    }

    /// Starts a worker to see whether the library is there; the model is not loaded.
    package func check() async throws(EngineProblem) -> String {
        do {
            return "stable-diffusion.cpp works (\(try await places[0].look()))"
        } catch let refusal as Workplace.Refusal {
            throw EngineProblem(
                "stable-diffusion.cpp can't be used: \(refusal.reason)",
                remedy: "scripts/bootstrap --with-checkpoints builds it; or say where it is with library = \"…\""
            )
        } catch {
            throw EngineProblem("the worker of \(name) broke: \(error)", remedy: "look into the log")
        }
    }

    private func failure(of error: any Error) -> any Error {
        switch error {
        case let refusal as Workplace.Refusal where refusal.isOfLoading:
            configuration.log(
                .error,
                "a model can't be loaded",
                ["engine": .string(name), "reason": .string(refusal.reason)]
            )
            return Hopeless(
                ImageTask.Failure(.noEngine, "The model of the engine \(name) can't be loaded; flint doctor says more.")
            )
        case is Workplace.Refusal:
            return ImageTask.Failure(.engineBroke, "The model of the engine \(name) drew no picture.")
        case let crash as Workplace.Crash:
            return Hopeless(ImageTask.Failure(.engineBroke, "The process of the engine \(name) broke: \(crash.end)."))
        case let shortage as MemoryDesk.Shortage:
            let (need, available) = (shortage.need >> 20, shortage.available >> 20)
            let message = "The model of the engine \(name) needs \(need) MB of memory, and \(available) MB are free."
            return Hopeless(ImageTask.Failure(.noEngine, message))
        default: return error
        }
    }

    private static func environment(_ device: String?) -> [String: String] {
        var environment = [
            // Threads that spin while they wait take the time of those that work.
            "OMP_WAIT_POLICY": "passive",
            // What ggml does on an abort would start a debugger.
            "GGML_NO_BACKTRACE": "1", "LC_ALL": "C.UTF-8",
        ]
        if let device {
            for name in ["CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "GGML_VK_VISIBLE_DEVICES"] {
                environment[name] = device
            }
        }
        return environment
    }
}
