import Domain
import Foundation
import Glibc
import Imaging

/// Decodes pictures that chance has changed, in this process and without a sandbox, so that whatever breaks breaks here.
///
///     picture-fuzz FOLDER [SECONDS] [SEED]
///
/// The picture at hand lies in picture-fuzz.last before it is decoded, for the case that nothing comes after it.
let arguments = CommandLine.arguments
guard arguments.count > 1, let names = try? FileManager.default.contentsOfDirectory(atPath: arguments[1]) else {
    print("Use: picture-fuzz FOLDER [SECONDS] [SEED]")
    exit(2)
}
let corpus = names.sorted().filter { !$0.hasSuffix(".py") }.compactMap { name in
    FileManager.default.contents(atPath: "\(arguments[1])/\(name)").map { [UInt8]($0) }
}
let seconds = arguments.count > 2 ? Double(arguments[2]) ?? 60 : 60
var fuzz = Fuzz(seed: arguments.count > 3 ? UInt64(arguments[3]) ?? 1 : UInt64(time(nil)))
print("seed \(fuzz.seed), \(corpus.count) files, \(Int(seconds)) seconds")
fflush(nil)

let start = ContinuousClock.now
var (count, good) = (0, 0)
var slowest = 0.0
var settled = 0
while ContinuousClock.now - start < .seconds(seconds) {
    let picture = fuzz.next(from: corpus)
    // Not synced: a crash of the process does not lose what the kernel has.
    _ = FileManager.default.createFile(atPath: "picture-fuzz.last", contents: Data(picture))
    let begun = clock()
    if let decoded = try? Decoding.decode(picture, longestSide: 256) {
        precondition(max(decoded.bitmap.width, decoded.bitmap.height) <= 256, "larger than asked")
        good += 1
    }
    // Of the processor, so that a busy machine finds nothing that is not there.
    let taken = Double(clock() - begun) / 1_000_000
    if taken > slowest {
        slowest = taken
        if taken > 1 { _ = FileManager.default.createFile(atPath: "picture-fuzz.slowest", contents: Data(picture)) }
    }
    count += 1
    if settled == 0, ContinuousClock.now - start > .seconds(seconds / 4) { settled = residentMegabytes() }
}
let resident = residentMegabytes()
print(
    "\(count) pictures, \(good) of them decoded, slowest \(slowest) s, \(settled) MB in memory after a quarter, \(resident) at the end"
)
unlink("picture-fuzz.last")
guard slowest < 20 else { fatalError("a picture took too long") }
guard resident < settled + 200 else { fatalError("memory grows") }

func residentMegabytes() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096 / 1_048_576
}
