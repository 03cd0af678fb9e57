import Catalog
import Gateway
import HTTP
import JSON

/// A request as programs that run: for a shell, Python, JavaScript and Swift.
struct Samples: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case curl, python, javascript, swift

        var name: String {
            switch self {
            case .curl: "curl"
            case .python: "Python"
            case .javascript: "JavaScript"
            case .swift: "Swift"
            }
        }
    }

    let base: String
    let model: Model
    let parameters: Object

    private var body: JSON {
        var body: Object = ["model": .string(model.id)]
        for member in parameters.members { body.append(member.name, member.value) }
        return .object(body)
    }

    private var isStreamed: Bool { parameters["stream"]?.bool == true }
    private var isInline: Bool { parameters["response_format"]?.string == "b64_json" }
    private var fileExtension: String { parameters["output_format"]?.string == "png" ? "png" : "jpg" }

    func text(_ kind: Kind) -> String {
        switch kind {
        case .curl: isStreamed ? streamedCurl : curl
        case .python: python
        case .javascript: javascript
        case .swift: swift
        }
    }

    // MARK: - Shell

    /// The first call of somebody who has just made a key.
    static func firstCall(base: String, key: String) -> String {
        """
        curl \(base)/model/v1/generation/sync \\
          -H "Authorization: Bearer \(key)" \\
          -H "Content-Type: application/json" \\
          -d '{"model": "spark_t2i_3_0", "prompt": "three red mushrooms in a meadow"}'
        """
    }

    private var shellBody: String { "'" + body.pretty.replacing("'", with: "'\\''") + "'" }

    private var curl: String {
        """
        id=$(curl -s \(base)/model/v1/generation \\
          -H "Authorization: Bearer $FLINT_KEY" \\
          -H "Content-Type: application/json" \\
          -d \(shellBody) | sed -n 's/.*"id":"\\([^"]*\\)".*/\\1/p')

        until curl -s \(base)/model/v1/generation/task/$id \\
          -H "Authorization: Bearer $FLINT_KEY" -o task.json && ! grep -q in_progress task.json
        do sleep 0.5; done
        cat task.json
        """
    }

    private var streamedCurl: String {
        """
        curl -sN \(base)/model/v1/generation \\
          -H "Authorization: Bearer $FLINT_KEY" \\
          -H "Content-Type: application/json" \\
          -d \(shellBody)
        """
    }

    // MARK: - Python

    private var python: String {
        let head = """
            import \(isInline ? "base64, " : "")json, os\(isStreamed ? "" : ", time"), urllib.request

            BASE = "\(base)"
            HEADERS = {"Authorization": "Bearer " + os.environ["FLINT_KEY"], "Content-Type": "application/json"}
            ORDER = \(Self.python(body, indent: 0))

            """
        if isStreamed {
            return head + """

                request = urllib.request.Request(BASE + "/model/v1/generation", json.dumps(ORDER).encode(), HEADERS)
                with urllib.request.urlopen(request) as events:
                    for line in events:
                        print(line.decode().rstrip())
                """
        }
        let content = model.answersObject ? "task[\"output\"][\"content\"]" : "task[\"output\"][0][\"content\"]"
        let save =
            isInline
            ? "open(name, \"wb\").write(base64.b64decode(picture[\"b64_json\"]))"
            : "urllib.request.urlretrieve(picture[\"url\"], name)"
        return head + """

            def call(path, body=None):
                data = json.dumps(body).encode() if body else None
                with urllib.request.urlopen(urllib.request.Request(BASE + path, data, HEADERS)) as answer:
                    return json.load(answer)

            task = call("/model/v1/generation", ORDER)
            while task["status"] == "in_progress":
                time.sleep(0.5)
                task = call("/model/v1/generation/task/" + task["id"])
            if task["status"] == "failed":
                raise SystemExit(task["error"]["message"])
            for number, picture in enumerate(\(content)):
                name = f"picture-{number}.\(fileExtension)"
                \(save)
                print(name)
            """
    }

    private static func python(_ json: JSON, indent: Int) -> String {
        let (outer, inner) = (String(repeating: " ", count: indent), String(repeating: " ", count: indent + 4))
        switch json {
        case .null: return "None"
        case .bool(let value): return value ? "True" : "False"
        case .array(let items):
            return "[" + items.map { python($0, indent: indent) }.joined(separator: ", ") + "]"
        case .object(let object) where !object.isEmpty:
            let members = object.members.map {
                "\(inner)\(JSON.string($0.name).text): \(python($0.value, indent: indent + 4)),\n"
            }
            return "{\n" + members.joined() + outer + "}"
        default: return json.text
        }
    }

    // MARK: - JavaScript

    private var javascript: String {
        let head = """
            const base = "\(base)";
            const headers = { "Authorization": `Bearer ${process.env.FLINT_KEY}`, "Content-Type": "application/json" };
            const order = \(body.pretty);

            """
        let create =
            "await fetch(base + \"/model/v1/generation\", { method: \"POST\", headers, body: JSON.stringify(order) })"
        if isStreamed {
            return head + """

                const answer = \(create);
                const decoder = new TextDecoder();
                for await (const piece of answer.body) console.log(decoder.decode(piece, { stream: true }));
                """
        }
        let content = model.answersObject ? "task.output.content" : "task.output[0].content"
        let save =
            isInline
            ? "Buffer.from(picture.b64_json, \"base64\")"
            : "Buffer.from(await (await fetch(picture.url)).arrayBuffer())"
        return """
            import { writeFile } from "node:fs/promises";

            \(head)
            let task = await (\(create)).json();
            while (task.status === "in_progress") {
              await new Promise((done) => setTimeout(done, 500));
              task = await (await fetch(base + "/model/v1/generation/task/" + task.id, { headers })).json();
            }
            if (task.status === "failed") throw new Error(task.error.message);
            for (const [number, picture] of \(content).entries()) {
              await writeFile(`picture-${number}.\(fileExtension)`, \(save));
            }
            """
    }

    // MARK: - Swift

    private var swift: String {
        let head = """
            import Foundation
            #if canImport(FoundationNetworking)
            import FoundationNetworking
            #endif

            let base = "\(base)"
            let key = ProcessInfo.processInfo.environment["FLINT_KEY"] ?? ""
            let order = #\"\"\"
            \(body.pretty)
            \"\"\"#

            func request(_ path: String, body: String? = nil) -> URLRequest {
                var request = URLRequest(url: URL(string: base + path)!)
                request.setValue("Bearer \\(key)", forHTTPHeaderField: "Authorization")
                request.setValue("application/json", forHTTPHeaderField: "Content-Type")
                if let body {
                    request.httpMethod = "POST"
                    request.httpBody = Data(body.utf8)
                }
                return request
            }

            """
        if isStreamed {
            return head + """

                let (events, _) = try await URLSession.shared.data(for: request("/model/v1/generation", body: order))
                print(String(decoding: events, as: UTF8.self))
                """
        }
        let part =
            model.answersObject ? "task[\"output\"] as? [String: Any]" : "(task[\"output\"] as? [[String: Any]])?.first"
        let save =
            isInline
            ? "Data(base64Encoded: picture[\"b64_json\"] as! String)!"
            : "try Data(contentsOf: URL(string: picture[\"url\"] as! String)!)"
        return head + """

            func call(_ path: String, body: String? = nil) async throws -> [String: Any] {
                let (data, _) = try await URLSession.shared.data(for: request(path, body: body))
                return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
            }

            var task = try await call("/model/v1/generation", body: order)
            while task["status"] as? String == "in_progress" {
                try await Task.sleep(for: .milliseconds(500))
                task = try await call("/model/v1/generation/task/\\(task["id"] as! String)")
            }
            let output = \(part)
            for (number, picture) in (output?["content"] as? [[String: Any]] ?? []).enumerated() {
                let bytes = \(save)
                try bytes.write(to: URL(fileURLWithPath: "picture-\\(number).\(fileExtension)"))
            }
            """
    }
}

extension Console {
    /// The request of the playground as programs, made anew as it is changed.
    @Sendable
    func writeSamples(_ visit: Visit) async throws -> Response {
        guard try visit.person().mayChange(by: visit.request) else { throw Stop.stale }
        let body = try JSON(parsing: try await visit.request.body.collect(upTo: 262_144))
        guard let model = body["model"]?.string.flatMap({ catalog[$0] }), let parameters = body["parameters"]?.object
        else { throw Stop.bad(.badForm) }
        let samples = Samples(base: visit.base, model: model, parameters: parameters)
        let texts = Samples.Kind.allCases.map { Object.Member(name: $0.rawValue, value: .string(samples.text($0))) }
        return Response(json: .object(Object(texts)))
    }
}
