import Catalog
import Domain
import Gateway
import HTTP
import JSON

/// Where people try what the models do; its form is made from the catalog.
extension Console {
    private static let firstModel = "spark_t2i_3_0"

    @Sendable
    func showPlayground(_ visit: Visit) async throws -> Response {
        let owner = try visit.person().person.owner
        var task: ImageTask?
        if let id = visit.query("from").flatMap({ ImageTask.ID($0) }), let found = try await store.task(id) {
            task = found.owner == owner ? found : nil
        }
        let reference = visit.query("reference")
        let wanted =
            task?.order.model ?? visit.query("model") ?? (reference == nil ? Self.firstModel : "spark_dream_5_0")
        guard let model = catalog[wanted] else { throw Stop.notFound }
        var references = task.map(references) ?? []
        if let reference, reference.wholeMatch(of: /[0-9a-v]{20}\/[0-9]{1,2}/) != nil {
            references.append(["url": JSON.string("/console/pictures/\(reference)")] as JSON)
        }
        let parameters = task?.order.parameters.object ?? [:]
        let start: JSON = ["references": .array(references)]
        let body: HTML = """
            <h1 class="hidden">\(visit.text(.playground))</h1>
            <div class="studio">
            <div class="panel">\(chooser(model, visit))
            \(form(model, parameters, visit))</div>
            <div class="stage" id="stage"><div id="runs" aria-live="polite"></div>
            \(invitation(visit))
            \(code(visit))</div></div>
            <script type="application/json" id="start">\(HTML(json: start))</script>
            """
        let page = Page(
            title: visit.text(.playground),
            place: .playground,
            body: body,
            scripts: ["playground.js"]
        )
        return show(page, visit)
    }

    /// The pictures that an earlier task was given.
    private func references(of task: ImageTask) -> [JSON] {
        task.order.references.enumerated().compactMap { index, reference in
            switch reference.source {
            case .url(let url): ["link": .string(url), "kind": .string(reference.kind.rawValue)]
            case .file where task.isExpired: nil
            case .file:
                ["url": .string("/console/references/\(task.id)/\(index)"), "kind": .string(reference.kind.rawValue)]
            }
        }
    }

    private func chooser(_ model: Model, _ visit: Visit) -> HTML {
        let options = catalog.models.html { other -> HTML in
            let selected: HTML = other.id == model.id ? " selected" : .empty
            return "<option value=\"\(other.id)\"\(selected)>\(other.name)</option>"
        }
        return """
            <div class="model-choice"><label class="label" for="model">\(visit.text(.model))</label>
            <select id="model">\(options)</select>
            <p class="hint">\(CatalogPhrases.text(model.summary, visit.language)) <a href="/docs/\(model.id)">\(visit.text(.documentation))</a></p></div>
            """
    }

    private func form(_ model: Model, _ values: Object, _ visit: Visit) -> HTML {
        func describe(_ parameter: Parameter) -> ParameterControl {
            ParameterControl(
                model: model,
                parameter: parameter,
                path: parameter.name,
                value: values[parameter.name].flatMap { $0.isNull ? nil : $0 },
                language: visit.language
            )
        }
        func control(_ parameter: Parameter) -> HTML { describe(parameter).html }
        // Two parameters may carry the pictures; people get one place for them.
        let pictures = model.parameters.first { $0.meaning == .pictures }
        let early: [Parameter.Meaning] = [.prompt, .width, .height, .size]
        let sides = model.parameters.filter { [.width, .height].contains($0.meaning) }
        let rest = model.parameters.filter { $0.meaning != .pictures && !early.contains($0.meaning) }
        let isTouched = rest.contains { values[$0.name] != nil }
        let names = model.parameters.filter { $0.meaning == .pictures }.map(\.name).joined(separator: " ")
        return """
            <form id="order" data-model="\(model.id)" data-pictures="\(names)" novalidate>
            \(model.parameter(.prompt).html(control))
            \(pictures.html(control))
            \(model.parameter(.size).html(control))
            \(sides.first.html { "<div class=\"sides\">\(describe($0).sizes)<div class=\"pair\">\(sides.html(control))</div></div>" })
            <details class="more-parameters"\(isTouched.html(" open"))><summary>\(visit.text(.moreParameters)) <span class="meta">\(rest.map(\.name).joined(separator: ", "))</span></summary>
            \(rest.html(control))</details>
            <div class="draw"><p class="problem" id="problem" role="alert"></p>
            <button class="button primary large" id="draw">\(visit.text(.draw))<span id="price"></span></button></div></form>
            """
    }

    private func invitation(_ visit: Visit) -> HTML {
        let ideas = [Phrase.ideaMushrooms, .ideaFox, .ideaCastle, .ideaCats].html { idea -> HTML in
            "<button type=\"button\" class=\"chip idea\">\(visit.text(idea))</button>"
        }
        return """
            <section class="invitation" id="invitation">\(Icon("picture").html)<h2>\(visit.text(.whatToDraw))</h2>
            <p>\(visit.text(.tryIdea))</p><div class="chips">\(ideas)</div></section>
            """
    }

    private func code(_ visit: Visit) -> HTML {
        let tabs = Samples.Kind.allCases.enumerated().html { index, kind -> HTML in
            """
            <button type="button" role="tab" id="tab-\(kind.rawValue)" aria-controls="sample-text" data-sample="\(kind.rawValue)" \
            aria-selected="\(index == 0 ? "true" : "false")" tabindex="\(index == 0 ? 0 : -1)">\(kind.name)</button>
            """
        }
        return """
            <details class="code-panel" id="code"><summary>\(visit.text(.asCode))</summary>
            <div class="tabs" role="tablist" aria-label="\(visit.text(.asCode))">\(tabs)</div>
            <div class="code"><button type="button" class="button quiet small" data-copy="sample-text">\(visit.text(.copy))</button>\
            <pre id="sample-text" role="tabpanel" aria-labelledby="tab-curl" tabindex="0"></pre></div></details>
            """
    }
}
