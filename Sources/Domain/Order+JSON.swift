package import JSON

/// How orders, pictures and reports are written down in a store; what is read was written by us.
extension Order {
    package var json: JSON {
        [
            "model": .string(model), "prompt": .string(prompt), "rewriting": .string(rewriting.rawValue),
            "width": .integer(width), "height": .integer(height), "seed": .integer(seed),
            "text_guidance": .number(textGuidance), "image_guidance": .number(imageGuidance), "steps": .integer(steps),
            "references": .array(references.map(\.json)), "keeps_faces": .bool(keepsFaces), "count": .integer(count),
            "format": .string(format.rawValue), "inline": .bool(inline), "labelled": .bool(isLabelled),
            "streamed": .bool(isStreamed), "callback": callback.map(JSON.string) ?? .null,
            "warnings": .array(warnings.map(JSON.string)), "ignored": .array(ignoredParameters.map(JSON.string)),
            "parameters": parameters, "request_id": requestID.map(JSON.string) ?? .null,
            "trace": trace.map(JSON.string) ?? .null,
        ]
    }

    package init?(json: JSON) {
        guard let model = json["model"]?.string, let prompt = json["prompt"]?.string, let width = json["width"]?.int,
            let height = json["height"]?.int, let seed = json["seed"]?.integer
        else { return nil }
        self.init(model: model, prompt: prompt, width: width, height: height, seed: seed)
        rewriting = json["rewriting"]?.string.flatMap(Rewriting.init) ?? rewriting
        textGuidance = json["text_guidance"]?.number ?? textGuidance
        imageGuidance = json["image_guidance"]?.number ?? imageGuidance
        steps = json["steps"]?.int ?? steps
        references = json["references"]?.array?.compactMap(Reference.init) ?? []
        keepsFaces = json["keeps_faces"]?.bool ?? false
        count = json["count"]?.int ?? 1
        format = json["format"]?.string.flatMap(PictureFormat.init) ?? .jpeg
        inline = json["inline"]?.bool ?? false
        isLabelled = json["labelled"]?.bool ?? false
        isStreamed = json["streamed"]?.bool ?? false
        callback = json["callback"]?.string
        warnings = json["warnings"]?.array?.compactMap(\.string) ?? []
        ignoredParameters = json["ignored"]?.array?.compactMap(\.string) ?? []
        parameters = json["parameters"] ?? [:]
        requestID = json["request_id"]?.string
        trace = json["trace"]?.string
    }
}

extension Reference {
    var json: JSON {
        var object: Object = ["kind": .string(kind.rawValue), "name": .string(name)]
        switch source {
        case .file(let key): object.append("file", .string(key.text))
        case .url(let url): object.append("url", .string(url))
        }
        return .object(object)
    }

    init?(_ json: JSON) {
        let kind = json["kind"]?.string.flatMap(Kind.init) ?? .auto
        let name = json["name"]?.string ?? "image"
        if let key = json["file"]?.string {
            self.init(source: .file(FileKey(key)), kind: kind, name: name)
        } else if let url = json["url"]?.string {
            self.init(source: .url(url), kind: kind, name: name)
        } else {
            return nil
        }
    }
}

extension ImageTask.Picture {
    package var json: JSON {
        [
            "index": .integer(index), "width": .integer(width), "height": .integer(height), "seed": .integer(seed),
            "file": file.map { .string($0.text) } ?? .null, "size": .integer(size), "failure": failure?.json ?? .null,
        ]
    }

    package init?(json: JSON) {
        guard let index = json["index"]?.int, let width = json["width"]?.int, let height = json["height"]?.int,
            let seed = json["seed"]?.integer, let size = json["size"]?.int
        else { return nil }
        self.init(
            index: index,
            width: width,
            height: height,
            seed: seed,
            file: json["file"]?.string.map { FileKey($0) },
            size: size,
            failure: json["failure"].flatMap { ImageTask.Failure(json: $0) }
        )
    }
}

extension ImageTask.Failure {
    package var json: JSON {
        [
            "kind": .string(kind.rawValue), "message": .string(message),
            "parameter": parameter.map(JSON.string) ?? .null,
        ]
    }

    package init?(json: JSON) {
        guard let kind = json["kind"]?.string.flatMap(Kind.init), let message = json["message"]?.string else {
            return nil
        }
        self.init(kind, message, parameter: json["parameter"]?.string)
    }
}

extension ImageTask.Report {
    package var json: JSON {
        [
            "engine": .string(engine), "job": .string(jobID), "prompt": revisedPrompt.map(JSON.string) ?? .null,
            "tokens": .integer(promptTokens), "warnings": .array(warnings.map(JSON.string)),
            "references": .array(referenceKinds.map { .string($0.rawValue) }),
        ]
    }

    package init?(json: JSON) {
        guard let engine = json["engine"]?.string, let jobID = json["job"]?.string else { return nil }
        self.init(
            engine: engine,
            jobID: jobID,
            revisedPrompt: json["prompt"]?.string,
            promptTokens: json["tokens"]?.int ?? 0,
            warnings: json["warnings"]?.array?.compactMap(\.string) ?? []
        )
        referenceKinds = json["references"]?.array?.compactMap { $0.string.flatMap(Reference.Kind.init) } ?? []
    }
}
