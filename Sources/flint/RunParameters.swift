import Catalog
import Domain
import Foundation
import JSON

/// The `--param KEY=VALUE` of a run, as the model's parameters.
enum RunParameters {
    static func read(_ texts: [String], for model: Model) throws(Exit) -> Object {
        var object = Object()
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw Exit(.usage, "--param is written KEY=VALUE, not \(text).")
            }
            let path = parts[0].split(separator: ".").map(String.init)
            guard let parameter = find(path, in: model.parameters) else {
                let names = model.parameters.map(\.name).joined(separator: ", ")
                throw Exit(.usage, "\(model.id) has no parameter \(parts[0]); it has \(names).")
            }
            let value = try value(parts[1], of: parameter)
            if path.count == 1 {
                object[path[0]] = merged(object[path[0]], value, parameter)
            } else {
                var inner = object[path[0]]?.object ?? [:]
                inner[path[1]] = value
                object[path[0]] = .object(inner)
            }
        }
        return object
    }

    private static func find(_ path: [String], in parameters: [Parameter]) -> Parameter? {
        guard let parameter = parameters.first(where: { $0.name == path.first }) else { return nil }
        guard path.count == 2 else { return path.count == 1 ? parameter : nil }
        guard case .object(let children) = parameter.kind else { return nil }
        return children.first { $0.name == path[1] }
    }

    /// A picture given again is one more picture.
    private static func merged(_ earlier: JSON?, _ value: JSON, _ parameter: Parameter) -> JSON {
        guard case .pictures = parameter.kind, let earlier = earlier?.array, let more = value.array else {
            return value
        }
        return .array(earlier + more)
    }

    /// The text in the type that the model declares; what does not fit is left for the model to refuse.
    private static func value(_ text: String, of parameter: Parameter) throws(Exit) -> JSON {
        switch parameter.kind {
        case .pictures(let form):
            if text.hasPrefix("@") { return [.string(try picture(String(text.dropFirst()), form))] }
            if text.hasPrefix("["), let list = try? JSON(parsing: text) { return list }
            return [.string(text)]
        case .text:
            guard text.hasPrefix("@") else { return .string(text) }
            return .string(String(decoding: try file(String(text.dropFirst())), as: UTF8.self).trimmed)
        case .choice, .size: return .string(text)
        case .choices where !text.hasPrefix("["): return .array(text.split(separator: ",").map { .string(String($0)) })
        case .boolean, .integer, .seed, .side, .number, .choices, .object, .tools:
            return (try? JSON(parsing: text)) ?? .string(text)
        }
    }

    private static func picture(_ path: String, _ form: Parameter.PictureForm) throws(Exit) -> String {
        let bytes = try file(path)
        let base64 = String(decoding: PictureText.encode(bytes), as: UTF8.self)
        if case .base64 = form { return base64 }
        let format = PictureHeader(of: bytes)?.format.rawValue ?? "png"
        return "data:image/\(format);base64,\(base64)"
    }

    private static func file(_ path: String) throws(Exit) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Exit(.usage, "\(path) can't be read.")
        }
        return Array(data)
    }
}
