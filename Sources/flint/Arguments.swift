/// The words of a command line, taken apart: `--flag value`, `--flag=value`, `--switch` and the rest.
struct Arguments {
    private(set) var words: [String] = []
    private(set) var flags: [String: String] = [:]
    /// The values of flags that may come more than once.
    private(set) var repeated: [String: [String]] = [:]

    init(
        _ arguments: some Sequence<String>,
        flags known: Set<String> = [],
        repeated: Set<String> = [],
        switches: Set<String> = []
    ) throws(Exit) {
        var rest = Array(arguments)[...]
        while let word = rest.popFirst() {
            if word == "--" {
                words += rest
                break
            }
            guard word.hasPrefix("-"), word.count > 1 else {
                words.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let name = parts[0] == "-o" ? "--out" : parts[0]
            if switches.contains(name), parts.count == 1 {
                flags[name] = "true"
                continue
            }
            guard known.contains(name) || repeated.contains(name) else {
                throw Exit(.usage, "There is no option \(parts[0]) here.")
            }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                throw Exit(.usage, "The option \(parts[0]) needs a value.")
            }
            if repeated.contains(name) { self.repeated[name, default: []].append(value) } else { flags[name] = value }
        }
    }

    subscript(_ flag: String) -> String? { flags[flag] }

    func has(_ flag: String) -> Bool { flags[flag] != nil }
}

/// The end of a command: what the shell is told, and what the person.
struct Exit: Error {
    enum Code: Int32 {
        case ok = 0
        case failed = 1
        case usage = 2
        case key = 3
        case limit = 4
        case timeout = 5
        case network = 6
    }

    var code: Code
    var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
