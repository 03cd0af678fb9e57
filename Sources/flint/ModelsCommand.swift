import Catalog
import JSON

/// `flint models`: what the catalog knows.
enum ModelsCommand {
    static func run(_ arguments: some Sequence<String>) throws {
        let arguments = try Arguments(arguments, flags: ["--output"])
        let isJSON = arguments["--output"] == "json"
        switch (arguments.words.first, arguments.words.dropFirst().first) {
        case ("list", nil):
            if isJSON {
                let models = Catalog.spark.models.map { model -> JSON in
                    ["id": .string(model.id), "name": .string(model.name), "description": .string(model.summary)]
                }
                return Terminal.answer(JSON.array(models).pretty)
            }
            for model in Catalog.spark.models { Terminal.answer("\(model.id)  \(model.summary)") }
        case ("show", let id?):
            guard let model = Catalog.spark[id] else {
                throw Exit(.usage, "There is no model \(id). See flint models list.")
            }
            if isJSON {
                let parameters = model.parameters.map { parameter -> JSON in
                    [
                        "name": .string(parameter.name), "required": .bool(parameter.isRequired),
                        "rule": .string(parameter.rule), "default": parameter.default ?? .null,
                        "description": .string(parameter.summary),
                    ]
                }
                return Terminal.answer(JSON.array(parameters).pretty)
            }
            Terminal.answer("\(model.name)\n\(model.summary)\n")
            for parameter in model.parameters {
                let value = parameter.default.map { ", default \($0.text)" } ?? ""
                Terminal.answer("  \(parameter.name)\(parameter.isRequired ? " (required)" : "")")
                Terminal.answer("      \(parameter.rule)\(value)\n      \(parameter.summary)")
            }
            let sizes = model.recommended.map { "\($0.width)x\($0.height) (\($0.ratio))" }.joined(separator: ", ")
            Terminal.answer("\nRecommended sizes: \(sizes)")
        default: throw Exit(.usage, "Use: flint models list | show MODEL")
        }
    }
}
