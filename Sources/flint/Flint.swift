import Checkpoints
import Foundation
import Imaging

/// The command. Each verb has a file of its own.
@main
struct Flint {
    static func main() async {
        await run(Array(CommandLine.arguments.dropFirst()))
    }

    /// Leaves the main actor: nothing here may wait for it.
    @concurrent
    private static func run(_ arguments: [String]) async {
        do {
            try await dispatch(arguments)
        } catch let end as Exit {
            if !end.message.isEmpty { Terminal.say(end.message) }
            exit(end.code.rawValue)
        } catch let mistakes as Settings.Mistakes {
            Terminal.say("The settings have mistakes:\n" + mistakes.messages.map { "  " + $0 }.joined(separator: "\n"))
            exit(Exit.Code.usage.rawValue)
        } catch {
            Terminal.say("\(error)")
            exit(Exit.Code.failed.rawValue)
        }
    }

    private static func dispatch(_ arguments: [String]) async throws {
        let rest = arguments.dropFirst()
        switch arguments.first {
        case "serve": try await Serve.run(rest)
        case "run": try await Run.run(rest)
        case "task": try await TaskCommand.run(rest)
        case "keys": try await KeysCommand.run(rest)
        case "people": try await PeopleCommand.run(rest)
        case "models": try ModelsCommand.run(rest)
        case "pull": try await PullCommand.run(rest)
        case "config": try ConfigCommand.run(rest)
        case "doctor": try await DoctorCommand.run(rest)
        case "backup": try await BackupCommand.backup(rest)
        // For our own children alone.
        case DecodingChild.verb: exit(DecodingChild.run(rest))
        case Worker.verb: Worker.run(rest)
        case "restore": try BackupCommand.restore(rest)
        case "--version", "version": Terminal.answer("flint \(version)")
        case "--help", "-h", "help", nil: Terminal.answer(help)
        case let verb?: throw Exit(.usage, "There is no command \(verb). See flint --help.")
        }
    }

    static let version = "0.1.0"

    static let help = """
        flint: a self-hosted image-generation service that speaks the Spark image API

          flint serve  [--listen 127.0.0.1:8080] [--data DIR] [--config FILE]
          flint run    MODEL --param KEY=VALUE … [-o FILE] [--server URL] [--dry-run]
          flint task   status|wait|cancel ID | list   [--server URL]
          flint keys   create --name NAME | list | change ID | revoke ID | rotate ID   [--data DIR]
          flint people invite NAME [--owner NAME] [--admin] | list | remove NAME   [--data DIR]
          flint models [list] | show MODEL
          flint pull   hf:OWNER/REPO/FILE | URL | PRESET  [--sha256 HEX] [--as NAME]
          flint config            the settings in force, secrets hidden
          flint doctor            what is missing on this machine, and how to get it
          flint backup TARGET | restore SOURCE   [--data DIR]

        run and task: --key KEY or FLINT_KEY, --server URL or FLINT_SERVER, --output json|url|text,
          --timeout SECONDS. A value @FILE is read from that file. Without a server, run draws here.
        keys create: --owner NAME --admin; create and change: --expires DAY --models A,B --budget USD
          --requests-per-minute N --images-per-minute N --tasks-at-once N ("none" takes one away)
        Settings are flags, FLINT_… variables or lines of flint.toml; docs/SETTINGS.md has them all.
        Exit codes: 0 ok, 1 failed, 2 usage, 3 key, 4 limit or money, 5 timeout, 6 network
        """
}
