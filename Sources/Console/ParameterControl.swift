import Catalog
import Domain
import JSON

/// The control for one parameter: the right kind, filled in, with its rule and its default beside it.
struct ParameterControl {
    let model: Model
    let parameter: Parameter
    /// As error messages call it: `options.max_images`.
    let path: String
    /// What the field holds at first, where it is not the default.
    let value: JSON?
    let language: Language

    private var id: String { "p-" + path.replacing(".", with: "-") }
    private var initial: JSON? { value ?? parameter.default }

    private func text(_ phrase: Phrase) -> String { phrase[language] }

    var html: HTML {
        switch parameter.kind {
        case .object(let children):
            let fields = children.html { child -> HTML in
                ParameterControl(
                    model: model,
                    parameter: child,
                    path: "\(path).\(child.name)",
                    value: value?[child.name],
                    language: language
                ).html
            }
            return "<fieldset class=\"group\"><legend><code>\(path)</code></legend>\(fields)</fieldset>"
        case .choices:
            // Chosen beside each picture.
            return "<div data-field=\"\(path)\" hidden></div>"
        default:
            return """
                <div class="field \(kind)" data-field="\(path)">
                \(label)
                \(control)
                <p class="rule" id="r-\(id)">\(rule)</p>
                <p class="problem" id="e-\(id)" aria-live="polite"></p></div>
                """
        }
    }

    /// Which way a script reads the control.
    private var kind: String {
        switch parameter.kind {
        case .text, .size: "text"
        case .boolean: "boolean"
        case .integer, .seed: "integer"
        case .side: "side"
        case .number: "number"
        case .choice: "choice"
        case .choices: "choices"
        case .pictures: "pictures"
        case .object: "object"
        case .tools: "tools"
        }
    }

    private var summary: String {
        guard parameter.meaning == .pictures, let rule = model.pictures else {
            return CatalogPhrases.text(parameter.summary, language)
        }
        return CatalogPhrases.rule(of: rule, language)
    }

    private var label: HTML {
        let required: HTML = parameter.isRequired.html("<span class=\"required\">\(text(.required))</span>")
        let carriers = model.parameters.filter { $0.meaning == .pictures && parameter.meaning == .pictures }.map(\.name)
        let name: HTML =
            "<code>\(carriers.isEmpty ? parameter.name : carriers.joined(separator: " / "))</code>\(required)"
        switch parameter.kind {
        case .choice, .pictures:
            return "<span class=\"label\" id=\"l-\(id)\">\(name)</span><span class=\"hint\">\(summary)</span>"
        case .boolean, .tools:
            return """
                <label class="switch" for="\(id)"><input type="checkbox" role="switch" id="\(id)" \(attributes)\(isOn.html(" checked"))>\
                <span>\(name)</span></label><span class="hint">\(summary)</span>
                """
        default:
            return "<label class=\"label\" for=\"\(id)\">\(name)</label><span class=\"hint\">\(summary)</span>"
        }
    }

    private var isOn: Bool {
        if case .tools = parameter.kind { return initial?.array?.isEmpty == false }
        return initial?.bool == true
    }

    private var rule: HTML {
        // Said above already.
        if parameter.meaning == .pictures { return .empty }
        let standard = parameter.default.map { " · \(text(.byDefault)) \($0.string ?? $0.text)" } ?? ""
        return "\(CatalogPhrases.rule(of: parameter, language))\(standard)"
    }

    private var attributes: HTML {
        let standard = parameter.default.map { $0.text } ?? ""
        return """
            data-name="\(path)" data-kind="\(kind)" data-default="\(standard)" aria-describedby="r-\(id) e-\(id)"
            """
    }

    private func input(_ mode: HTML, after extra: HTML = .empty) -> HTML {
        let shown = initial.map { $0.string ?? $0.text } ?? ""
        return """
            <span class="control"><input type="text" id="\(id)" \(attributes) inputmode="\(mode)" autocomplete="off" spellcheck="false" \
            value="\(shown)">\(extra)</span>
            """
    }

    private var control: HTML {
        switch parameter.kind {
        case .text(let length):
            return """
                <textarea id="\(id)" \(attributes) rows="4" data-most="\(length.upperBound)"\(parameter.isRequired.html(" required")) \
                placeholder="\(parameter.example?.string ?? "")">\(initial?.string ?? "")</textarea><span class="counter" aria-hidden="true"></span>
                """
        case .boolean, .tools, .object, .choices: return .empty
        case .integer(let range):
            return input("numeric", after: slider(range.lowerBound.description, range.upperBound.description, "1"))
        case .number(let range):
            return input(
                "decimal",
                after: slider(JSON.number(range.lowerBound).text, JSON.number(range.upperBound).text, "0.1")
            )
        case .seed:
            let name = text(.anotherSeed)
            return input(
                "numeric",
                after:
                    "<button type=\"button\" class=\"button quiet small\" data-dice=\"\(id)\" title=\"\(name)\" aria-label=\"\(name)\">\(Icon("dice").html)</button>"
            )
        case .side: return input("numeric")
        case .size: return sizes + input("text")
        case .choice(let choices):
            let options = choices.html { choice -> HTML in
                let checked: HTML = initial?.string == choice ? " checked" : .empty
                return
                    "<label><input type=\"radio\" name=\"\(id)\" value=\"\(choice)\" \(attributes)\(checked)><span>\(choice)</span></label>"
            }
            return "<div class=\"segments\" role=\"radiogroup\" aria-labelledby=\"l-\(id)\">\(options)</div>"
        case .pictures: return dropArea
        }
    }

    private func slider(_ least: String, _ most: String, _ step: String) -> HTML {
        """
        <input type="range" min="\(least)" max="\(most)" step="\(step)" value="\(initial?.text ?? least)" data-slides="\(id)" \
        tabindex="-1" aria-label="\(path)">
        """
    }

    /// The sizes that the document recommends, to be taken with one click.
    var sizes: HTML {
        func data(_ size: NamedSize) -> HTML {
            if case .size = parameter.kind { return "data-size=\"\(size.width)x\(size.height)\"" }
            return "data-width=\"\(size.width)\" data-height=\"\(size.height)\""
        }
        let words: HTML =
            if case .size = parameter.kind {
                "<button type=\"button\" class=\"chip\" data-size=\"2K\">2K</button><button type=\"button\" class=\"chip\" data-size=\"3K\">3K</button>"
            } else { .empty }
        let resolutions = Set(model.recommended.map(\.resolution)).count > 1
        let chips = model.recommended.html { size -> HTML in
            let name = resolutions ? "\(size.resolution) \(size.ratio)" : size.ratio
            return
                "<button type=\"button\" class=\"chip\" \(data(size)) title=\"\(size.width) × \(size.height)\">\(name)</button>"
        }
        return "<div class=\"chips\" role=\"group\" aria-label=\"\(text(.recommendedSizes))\">\(words)\(chips)</div>"
    }

    private var dropArea: HTML {
        let types = model.pictures.map { rule in rule.formats.map(\.mediaType).joined(separator: ",") } ?? "image/*"
        let kinds = model.parameters.contains { $0.meaning == .referenceKinds } ? "IP,ID,STYLE,AUTO" : ""
        return """
            <div class="drop" id="drop" data-most="\(model.pictures?.most ?? 1)" data-kinds="\(kinds)" role="group" aria-labelledby="l-\(id)">
            <ul class="thumbs" id="references"></ul>
            <p>\(Icon("picture").html)<span>\(text(.dropPictures))</span></p>
            <p class="drop-ways"><label class="button quiet small" for="files">\(text(.chooseFiles))</label>\
            <input type="file" id="files" class="hidden" accept="\(types)" multiple>
            <span class="join"><input type="url" id="picture-url" placeholder="https://…" aria-label="\(text(.pictureURL))">\
            <button type="button" class="button quiet small" id="add-url">\(text(.add))</button></span></p></div>
            """
    }
}
