import Catalog
import Ember
import Foundation
import Imaging
import Workbench

/// `flint doctor`: looks at the machine, and says what to do.
enum DoctorCommand {
    private struct Finding {
        var isGood: Bool
        var what: String
        var remedy: String
    }

    static func run(_ arguments: some Sequence<String>) async throws {
        let flags = Set(Setting.all.map(\.flag) + ["--config"])
        let flagged = try Arguments(arguments, flags: flags).flags
        var findings: [Finding] = []
        do throws(Settings.Mistakes) {
            let (settings, lineup) = try Settings.readWithEngines(flags: flagged)
            findings.append(Finding(isGood: true, what: "the settings can be read", remedy: ""))
            findings += folder(settings.data)
            findings += await engines(settings, lineup)
        } catch {
            findings.append(
                Finding(
                    isGood: false,
                    what: "the settings have mistakes",
                    remedy: error.messages.joined(separator: "; ")
                )
            )
        }
        findings.append(await decoder())
        findings += limits()
        for finding in findings {
            Terminal.answer(
                "\(finding.isGood ? "ok  " : "!!  ")\(finding.what)\(finding.isGood ? "" : "\n      \(finding.remedy)")"
            )
        }
        if findings.contains(where: { !$0.isGood }) { throw Exit(.failed, "") }
    }

    /// Each engine that serves a model, asked whether it could; and the models that none serves.
    private static func engines(_ settings: Settings, _ lineup: EngineLineup) async -> [Finding] {
        var findings: [Finding] = []
        let left = Catalog.spark.models.map(\.id).filter { lineup.served[$0] == nil }
        if !left.isEmpty {
            findings.append(
                Finding(
                    isGood: false,
                    what:
                        "no engine serves \(left.joined(separator: ", ")): their tasks fail with the code that ends in 099",
                    remedy: "set engine = \"ember\", or name an engine for them in engines.toml"
                )
            )
        }
        for (name, engine) in lineup.named {
            let models = lineup.models(of: name)
            if models.isEmpty { continue }
            let serves = "; it serves \(models.joined(separator: ", "))"
            if let engine = engine as? any InspectableEngine {
                do throws(EngineProblem) {
                    findings.append(
                        Finding(isGood: true, what: "\(name): \(try await engine.check())\(serves)", remedy: "")
                    )
                } catch {
                    findings.append(Finding(isGood: false, what: "\(name): \(error.what)", remedy: error.remedy))
                }
            } else {
                findings.append(ember(settings, serves))
            }
        }
        return findings
    }

    private static func ember(_ settings: Settings, _ serves: String) -> Finding {
        do {
            return Finding(isGood: true, what: "ember: \(try EmberEngine.check(settings.ember))\(serves)", remedy: "")
        } catch {
            return Finding(
                isGood: false,
                what: "ember can't draw: \(error)",
                remedy: "restore the folder Weights of this repository, or say where it is with --weights"
            )
        }
    }

    /// Whether references can be decoded: by a child of this program that shuts itself in.
    private static func decoder() async -> Finding {
        do {
            _ = try await Decoder().decode(tinyPicture, longestSide: 16)
            return Finding(isGood: true, what: "references are decoded in a shut-in child process", remedy: "")
        } catch {
            return Finding(
                isGood: false,
                what: "references can't be decoded: no shut-in child process can be started (\(error))",
                remedy: "allow this program to run itself and to use seccomp, which containers sometimes forbid"
            )
        }
    }

    /// A red Windows bitmap of one pixel.
    private static let tinyPicture: [UInt8] =
        Array("BM".utf8) + [58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0]
        + [UInt8](repeating: 0, count: 24) + [0, 0, 255, 0]

    private static func folder(_ path: String) -> [Finding] {
        guard FileManager.default.fileExists(atPath: path) else {
            return [Finding(isGood: true, what: "the data folder \(path) will be made by the first start", remedy: "")]
        }
        var findings = [
            Finding(
                isGood: access(path, R_OK | W_OK | X_OK) == 0,
                what: "the data folder \(path) can be written",
                remedy: "give its owner the right to write: chmod u+rwx \(path)"
            )
        ]
        var disk = statvfs()
        if statvfs(path, &disk) == 0 {
            let free = Int(disk.f_bavail) * Int(disk.f_frsize) / 1_048_576
            findings.append(
                Finding(
                    isGood: free > 1024,
                    what: "\(free) MB are free for pictures",
                    remedy: "make room, or set disk_quota so that the oldest pictures go first"
                )
            )
        }
        return findings
    }

    private static func limits() -> [Finding] {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return [] }
        return [
            Finding(
                isGood: limit.rlim_max >= 4096,
                what: "\(limit.rlim_max) files and connections may be open at once",
                remedy: "raise it: LimitNOFILE=65536 in the unit, or ulimit -n"
            )
        ]
    }
}
