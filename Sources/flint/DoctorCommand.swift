import Ember
import Foundation

/// `flint doctor`: looks at the machine, and says what to do.
enum DoctorCommand {
    private struct Finding {
        var isGood: Bool
        var what: String
        var remedy: String
    }

    static func run(_ arguments: some Sequence<String>) throws {
        let flags = Set(Setting.all.map(\.flag) + ["--config"])
        let flagged = try Arguments(arguments, flags: flags).flags
        var findings: [Finding] = []
        do {
            let settings = try Settings.read(flags: flagged)
            findings.append(Finding(isGood: true, what: "the settings can be read", remedy: ""))
            findings += folder(settings.data)
            findings.append(engine(settings))
        } catch {
            findings.append(
                Finding(
                    isGood: false,
                    what: "the settings have mistakes",
                    remedy: error.messages.joined(separator: "; ")
                )
            )
        }
        findings += limits()
        for finding in findings {
            Terminal.answer(
                "\(finding.isGood ? "ok  " : "!!  ")\(finding.what)\(finding.isGood ? "" : "\n      \(finding.remedy)")"
            )
        }
        if findings.contains(where: { !$0.isGood }) { throw Exit(.failed, "") }
    }

    private static func engine(_ settings: Settings) -> Finding {
        guard settings.engine == .ember else {
            return Finding(
                isGood: false,
                what: "the settings ask for no engine: every task fails with the code that ends in 099",
                remedy: "set engine = ember"
            )
        }
        do {
            return Finding(isGood: true, what: "Ember: " + (try EmberEngine.check(settings.ember)), remedy: "")
        } catch {
            return Finding(
                isGood: false,
                what: "Ember can't draw: \(error)",
                remedy: "restore the folder Weights of this repository, or say where it is with --weights"
            )
        }
    }

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
