import Glibc
import HTTP

// Reads inputs from standard input, each behind its length (4 bytes, big-endian), and prints for each one line of JSON:
// what the server's parser makes of it. `Tests/Outside/http_differential.py` compares that with other parsers.

var inputs = readAll()[...]
while inputs.count >= 4 {
    let count = inputs.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    inputs = inputs.dropFirst(4)
    print(describe(FirstRequest(in: Array(inputs.prefix(count)))))
    inputs = inputs.dropFirst(count)
}

nonisolated func readAll() -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        guard count > 0 else { return bytes }
        bytes += buffer[..<count]
    }
}

nonisolated func describe(_ reading: FirstRequest) -> String {
    switch reading {
    case .incomplete:
        return #"{"verdict":"incomplete"}"#
    case .refused(let error):
        return #"{"verdict":"refused","status":\#(error.status.code),"error":\#(quoted(String(describing: error)))}"#
    case .complete(let request, let body, let consumed):
        let target = request.path + (request.query.map { "?" + $0 } ?? "")
        let headers = request.headers.map { "[\(quoted($0.name)),\(quoted($0.value))]" }.joined(separator: ",")
        let hex = body.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return #"{"verdict":"accepted","method":"\#(request.method.rawValue)","target":\#(quoted(target)),"#
            + #""headers":[\#(headers)],"body":"\#(hex)","consumed":\#(consumed)}"#
    }
}

nonisolated func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\t": quoted += "\\t"
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}
