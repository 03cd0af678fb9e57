import Catalog
import JSON

/// The page of a model, in the shape of its document.
extension DocsPage {
    static func model(_ model: Model) -> DocsPage {
        DocsPage(
            id: model.id,
            title: Phrase(model.name, model.name),
            lead: Phrase(model.summary, CatalogPhrases.text(model.summary, .chinese)),
            isModel: true,
            sections: [
                Section(id: "authentication", title: .authentication) { reader in
                    "<p class=\"parameter-head\"><code>authorization</code> string <em>\(reader.text(.required))</em></p>"
                        + reader.say(
                            "<p>Get your key on the <a href=\"/console/keys\">API key management page</a> and send it with each request: <code>Authorization: Bearer YOUR_API_KEY</code>.</p>",
                            "<p>在 <a href=\"/console/keys\">API 密钥管理页面</a>获取密钥，并随每次请求发送：<code>Authorization: Bearer YOUR_API_KEY</code>。</p>"
                        )
                },
                Section(id: "parameters", title: .parameters) { parameters(of: model, $0) },
                Section(id: "sizes", title: .recommendedSizes) { sizes(of: model, $0) },
                Section(id: "polling", title: .polling) { reader in
                    reader.say(
                        "<p>The first answer has the id of the task and its state. Ask with the id until it is completed or failed, or read it <a href=\"/docs/streaming\">as events</a>.</p>",
                        "<p>首次响应包含任务 id 和状态。用 id 查询直到完成或失败，或<a href=\"/docs/streaming\">以事件流</a>读取。</p>"
                    )
                },
                Section(id: "response", title: .responseFormat) { answer(of: model, $0) },
                Section(id: "codes", title: .errorCodes) { codes(of: model, $0) },
            ],
            examples: { examples(of: model, $0) }
        )
    }

    private static func parameters(of model: Model, _ reader: DocsReader) -> HTML {
        let head = item("model", "string", isRequired: true, reader) {
            reader.say("The id of the model: <code>\(model.id)</code>.", "模型 id：<code>\(model.id)</code>。")
        }
        return head + model.parameters.html { item($0, $0.name, reader) }
    }

    private static func item(_ parameter: Parameter, _ path: String, _ reader: DocsReader) -> HTML {
        let standard: HTML = parameter.default.html {
            "<li>\(reader.text(.byDefault)) <code>\($0.string ?? $0.text)</code></li>"
        }
        let own = item(path, parameter.kind.typeName, isRequired: parameter.isRequired, reader) {
            """
            \(CatalogPhrases.text(parameter.summary, reader.language))\
            <ul class="parameter-rules"><li>\(CatalogPhrases.rule(of: parameter, reader.language))</li>\(standard)</ul>
            """
        }
        guard case .object(let children) = parameter.kind else { return own }
        return own + "<div class=\"children\">\(children.html { item($0, "\(path).\($0.name)", reader) })</div>"
    }

    private static func item(
        _ name: String,
        _ type: String,
        isRequired: Bool = false,
        _ reader: DocsReader,
        _ body: () -> HTML
    ) -> HTML {
        let required: HTML = isRequired.html("<em>\(reader.text(.required))</em>")
        return """
            <div class="parameter" id="param-\(name)"><p class="parameter-head"><code>\(name)</code> \(type) \(required)</p>\
            <div>\(body())</div></div>
            """
    }

    private static func sizes(of model: Model, _ reader: DocsReader) -> HTML {
        let rows = model.recommended.html {
            "<tr><td>\($0.resolution)</td><td>\($0.ratio)</td><td>\($0.width) × \($0.height)</td></tr>"
        }
        return """
            <div class="table" tabindex="0" role="group" aria-label="\(reader.text(.recommendedSizes))"><table><thead><tr><th scope="col">\(reader.text(.resolution))</th>\
            <th scope="col">\(reader.text(.ratio))</th><th scope="col">\(reader.text(.widthHeight))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    private static func answer(of model: Model, _ reader: DocsReader) -> HTML {
        let output = model.answersObject ? "object" : "array"
        let parts: [(String, String, Phrase)] = [
            ("error", "object", Phrase("Only when failed.", "仅在失败时出现。")),
            ("error.code", model.codes.isInteger ? "integer" : "string", Phrase("See the error codes.", "见错误码。")),
            ("error.error_message", "string", Phrase("What is wrong, in a sentence.", "错误说明。")),
            ("output", output, Phrase("The results, when completed.", "完成时的结果。")),
            ("output.content", "array", Phrase("The pictures.", "图片列表。")),
            ("output.content.type", "string", Phrase("image", "image")),
            ("output.content.url", "string", Phrase("A link, valid for 24 hours.", "链接，24 小时内有效。")),
            ("output.content.size", "integer", Phrase("Bytes of the file.", "文件字节数。")),
            ("output.content.jobId", "string", Phrase("The engine's id of the work.", "引擎的任务 id。")),
            ("usage", "object", Phrase("The cost and what was counted, when completed.", "完成时的费用与计数。")),
            ("usage.cost", "string", Phrase("US dollars.", "美元。")),
            ("metadata", "object", Phrase("Seed, size, times, warnings.", "种子、尺寸、时间、提示。")),
        ]
        return parts.html { name, type, meaning in item(name, type, reader) { "\(reader.text(meaning))" } }
    }

    private static func codes(of model: Model, _ reader: DocsReader) -> HTML {
        let rows = ErrorTable(model, reader.language).rows.html { row -> HTML in
            "<tr><th scope=\"row\"><code>\(row.code)</code></th><td>\(row.meanings.html { "<div>\($0)</div>" })</td></tr>"
        }
        let note: HTML =
            model.codes.isInteger
            ? reader.say(
                "<p>Sent as integers, so without their leading zeros.</p>",
                "<p>以整数发送，因此没有前导零。</p>"
            ) : .empty
        return """
            \(note)<div class="table" tabindex="0" role="group" aria-label="\(reader.text(.errorCodes))"><table><thead><tr><th scope="col">\(reader.text(.code))</th>\
            <th scope="col">\(reader.text(.meaning))</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """
    }

    // MARK: - Beside the text

    private static func examples(of model: Model, _ reader: DocsReader) -> HTML {
        let samples = Samples(base: reader.base, model: model, parameters: model.exampleParameters)
        let tabs = Samples.Kind.allCases.enumerated().html { index, kind -> HTML in
            """
            <button type="button" role="tab" id="tab-\(kind.rawValue)" aria-controls="panel-\(kind.rawValue)" \
            aria-selected="\(index == 0 ? "true" : "false")" tabindex="\(index == 0 ? 0 : -1)">\(kind.name)</button>
            """
        }
        let panels = Samples.Kind.allCases.enumerated().html { index, kind -> HTML in
            """
            <div role="tabpanel" id="panel-\(kind.rawValue)" aria-labelledby="tab-\(kind.rawValue)"\((index > 0).html(" hidden"))>\
            \(.code(samples.text(kind), reader))</div>
            """
        }
        return """
            <p class="code-title">\(reader.text(.exampleRequest))</p>
            <div data-tabs><div class="tabs" role="tablist" aria-label="\(reader.text(.exampleRequest))">\(tabs)</div>\(panels)</div>
            \(.code(poll(reader), reader, title: reader.text(.examplePoll)))
            \(.code(model.exampleAnswer(base: reader.base).pretty, reader, title: reader.text(.exampleAnswer)))
            """
    }

    private static func poll(_ reader: DocsReader) -> String {
        """
        curl \(reader.base)/model/v1/generation/task/d758n65e878c73cmdg20 \\
          -H "Authorization: Bearer $FLINT_KEY"
        """
    }
}

extension Model.CodeFamily {
    var isInteger: Bool { if case .integer = self { true } else { false } }
}

extension Parameter.Kind {
    /// As the documents call it.
    var typeName: String {
        switch self {
        case .text, .choice, .size: "string"
        case .boolean: "boolean"
        case .integer, .seed, .side: "integer"
        case .number: "number"
        case .choices, .tools, .pictures(.urls), .pictures(.base64): "array"
        case .pictures(.either): "string | array"
        case .object: "object"
        }
    }
}

extension Model {
    /// The examples of those parameters that a request can't do without.
    var exampleParameters: Object {
        var parameters = Object()
        for parameter in self.parameters {
            let isNeeded = parameter.isRequired || parameter.meaning == .size
            let isFirstPicture = parameter.meaning == .pictures && pictures != nil && !answersObject
            guard isNeeded || isFirstPicture, parameters["image_urls"] == nil, let example = parameter.example else {
                continue
            }
            parameters.append(parameter.name, example)
        }
        if let group = parameter(.group), answersObject { parameters.append(group.name, "auto") }
        return parameters
    }

    /// A completed task, as a poll shows it.
    func exampleAnswer(base: String) -> JSON {
        let content: JSON = [
            "content": [
                [
                    "type": "image",
                    "url": .string("\(base)/files/Qk1x…/1789086400/d758n65e878c73cmdg20-0.jpg"),
                    "size": 345_678, "jobId": "ember-1",
                ]
            ], "jobId": "ember-1",
        ]
        var usage: Object = ["cost": "0.03", "discount": 0]
        switch self.usage {
        case .costOnly: break
        case .tokens:
            for (name, count) in [("input_tokens", 7), ("output_tokens", 6889), ("total_tokens", 6896)] {
                usage.append(name, .integer(count))
            }
        case .zeroTokensAndImages:
            for (name, count) in [
                ("input_tokens", 0), ("output_tokens", 0), ("total_tokens", 300), ("generated_images", 1),
            ] {
                usage.append(name, .integer(count))
            }
        case .imagesAndTokens:
            for (name, count) in [("generated_images", 1), ("output_tokens", 16384), ("total_tokens", 16384)] {
                usage.append(name, .integer(count))
            }
            usage.append("tool_usage", ["web_search": 0])
        }
        return [
            "id": "d758n65e878c73cmdg20", "created_at": 1_789_000_000, "status": "completed", "model": .string(id),
            "output": answersObject ? content : [content], "usage": .object(usage),
            "metadata": [
                "seed": 4711, "width": .integer(recommended[0].width), "height": .integer(recommended[0].height),
            ],
        ]
    }
}
