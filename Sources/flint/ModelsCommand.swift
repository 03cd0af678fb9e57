import Catalog
import Checkpoints
import Foundation
import JSON
import Workbench

/// `flint models`: what the catalog knows, which engine serves it, and which files are there.
enum ModelsCommand {
    static func run(_ arguments: some Sequence<String>) throws {
        let flags = Set(Setting.all.map(\.flag) + ["--config", "--output"])
        let arguments = try Arguments(arguments, flags: flags)
        let isJSON = arguments["--output"] == "json"
        switch (arguments.words.first, arguments.words.dropFirst().first) {
        case (nil, nil):
            try overview(arguments.flags.filter { $0.key != "--output" }, isJSON: isJSON)
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
        default: throw Exit(.usage, "Use: flint models [list] | show MODEL")
        }
    }

    /// Who serves what, which files lie on the shelf, and which presets there are.
    private static func overview(_ flags: [String: String], isJSON: Bool) throws {
        let (settings, lineup) = try Settings.readWithEngines(flags: flags)
        let files = shelf(settings.shelf)
        if isJSON {
            let models = Catalog.spark.models.map { model -> JSON in
                ["id": .string(model.id), "engine": lineup.served[model.id].map(JSON.string) ?? .null]
            }
            let engines = lineup.named.map { name, engine -> JSON in
                [
                    "name": .string(name),
                    "summary": .string((engine as? any InspectableEngine)?.summary ?? "the model inside"),
                ]
            }
            let listed = files.map { file -> JSON in ["name": .string(file.name), "bytes": .integer(file.size)] }
            let presets = Preset.all.map { preset -> JSON in
                let missing = preset.files.map(\.name).filter { name in !files.contains { $0.name == name } }
                return [
                    "name": .string(preset.name), "summary": .string(preset.summary),
                    "missing": .array(missing.map(JSON.string)),
                ]
            }
            let all: JSON = [
                "models": .array(models), "engines": .array(engines), "files": .array(listed),
                "presets": .array(presets),
            ]
            return Terminal.answer(all.pretty)
        }
        Terminal.answer("Models")
        for model in Catalog.spark.models {
            Terminal.answer("  \(model.id)  \(lineup.served[model.id] ?? "no engine")")
        }
        Terminal.answer("\nEngines")
        for (name, engine) in lineup.named {
            Terminal.answer("  \(name)  \((engine as? any InspectableEngine)?.summary ?? "the model inside")")
        }
        Terminal.answer("\nFiles in \(settings.shelf)")
        for file in files { Terminal.answer("  \(file.name)  \(file.size >> 20) MB") }
        if files.isEmpty { Terminal.answer("  none") }
        Terminal.answer("\nPresets for flint pull and engines.toml")
        for preset in Preset.all {
            let here = preset.files.count { part in files.contains { $0.name == part.name } }
            Terminal.answer("  \(preset.name)  \(preset.summary) \(here) of \(preset.files.count) files are here.")
        }
    }

    private static func shelf(_ path: String) -> [(name: String, size: Int)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().map { name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
            return (name, (attributes?[.size] as? NSNumber)?.intValue ?? 0)
        }
    }
}
