import Domain
import Ember
import Glibc
import Imaging

// Draws one picture and says how long it took: drawing-benchmark [WIDTH HEIGHT STEPS OUT.png PROMPT]; weights from FLINT_WEIGHTS.
// drawing-benchmark batches: a step of several pictures at once, on one thread.
let arguments = Array(CommandLine.arguments.dropFirst())
let (width, height) = (
    arguments.count > 1 ? Int(arguments[0]) ?? 1328 : 1328, arguments.count > 1 ? Int(arguments[1]) ?? 1328 : 1328
)
var order = Order(
    model: "ember",
    prompt: arguments.count > 4 ? arguments[4] : "three red mushrooms in a meadow",
    width: width,
    height: height,
    seed: 1
)
order.steps = arguments.count > 2 ? Int(arguments[2]) ?? 12 : 12
let out = arguments.count > 3 ? arguments[3] : nil
var configuration = EmberEngine.Configuration()
if let folder = getenv("FLINT_WEIGHTS") { configuration.weights = String(cString: folder) }
configuration.isExact = getenv("EXACT") != nil
if let threads = getenv("THREADS") { configuration.threads = Int(String(cString: threads)) ?? configuration.threads }
if arguments == ["batches"] {
    try printBatches(configuration.weights)
    exit(0)
}
let engine = try EmberEngine(configuration: configuration)
let clock = ContinuousClock()

func milliseconds(_ duration: Duration) -> String {
    let tenths = Int(duration / .microseconds(100))
    return "\(tenths / 10).\(tenths % 10) ms"
}

/// Seconds of all threads on the processor, which other programs don't lengthen.
func processorTime() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(
        usage.ru_utime.tv_usec + usage.ru_stime.tv_usec
    ) / 1e6
}

for round in 0..<4 {
    let start = clock.now
    var busy = (all: processorTime(), decoder: 0.0)
    var last = start
    var steps: [Duration] = []
    var read = Duration.zero
    for try await drawing in try await engine.draw(order, references: []) {
        let now = clock.now
        switch drawing {
        case .understood(_, let tokens, let warnings):
            read = now - last
            if round == 0 { print(tokens, "tokens", warnings) }
        case .progress:
            steps.append(now - last)
            busy.decoder = processorTime()
        case .picture(_, let bitmap):
            let decode = now - last
            busy.decoder = processorTime() - busy.decoder
            let bytes = try Encoder().encode(bitmap, as: out?.hasSuffix("jpg") == true || out == nil ? .jpeg : .png)
            let encode = clock.now - now
            let fastest = steps.dropFirst().min() ?? .zero
            print(
                "round \(round): all \(milliseconds(clock.now - start)), load and read \(milliseconds(read)), conditions \(milliseconds(steps[0])), steps \(milliseconds(steps.dropFirst().reduce(.zero, +))) (fastest \(milliseconds(fastest))), decoder \(milliseconds(decode)), file \(milliseconds(encode)); on the processor \(Int((processorTime() - busy.all) * 1000)) ms, of these decoder \(Int(busy.decoder * 1000)) ms"
            )
            if let out, let file = fopen(out, "w") {
                _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
                fclose(file)
            }
        default: break
        }
        last = clock.now
    }
}
var usage = rusage()
getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
print("peak memory \(usage.ru_maxrss / 1024) MB")
