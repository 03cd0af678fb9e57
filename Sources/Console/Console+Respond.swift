import Domain
import Gateway
import HTTP
import JSON

extension Console {
    typealias PageHandler = @Sendable (Visit) async throws -> Response

    /// What the browser may load and do: what this service sends, and nothing else.
    private static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """

    /// The frame around every page: who is there, the errors, and the headers that keep others out.
    func page(_ body: @escaping PageHandler) -> Router.RouteHandler {
        { request, path in
            var visit = Visit(
                request: request,
                path: path,
                language: Language(of: request),
                base: gateway.baseURL(request)
            )
            var response: Response
            do {
                visit.visitor = try await gateway.sessions.visitor(of: request)
                response = try await body(visit)
            } catch {
                response = stopped(error, visit)
            }
            response.headers["content-security-policy"] = Self.policy
            response.headers["x-content-type-options"] = "nosniff"
            response.headers["referrer-policy"] = "same-origin"
            response.headers["cross-origin-opener-policy"] = "same-origin"
            response.headers["x-frame-options"] = "DENY"
            if response.headers["cache-control"] == nil { response.headers["cache-control"] = "no-store" }
            return response
        }
    }

    private func stopped(_ error: any Error, _ visit: Visit) -> Response {
        let wantsJSON = visit.request.path.hasPrefix("/console/api/")
        switch error {
        case Stop.signIn where !wantsJSON && visit.request.method == .get:
            let target = visit.request.path + (visit.request.query.map { "?" + $0 } ?? "")
            return .redirect(
                to: target == "/console" ? "/console/sign-in" : "/console/sign-in?to=" + target.queryEscaped
            )
        case Stop.signIn: return failure(.unauthorized, .signInFirst, visit)
        case Stop.notFound, StoreError.notFound: return failure(.notFound, .nothingHere, visit)
        case Stop.stale: return failure(.forbidden, .staleForm, visit)
        case Stop.bad(let phrase): return failure(.badRequest, phrase, visit)
        case Stop.tooOften(let wait):
            var response = failure(.tooManyRequests, .tooManyAttempts, visit)
            response.headers["retry-after"] = String(max(1, wait.components.seconds))
            return response
        case StoreError.alreadyFinished: return failure(.conflict, .finishedAlready, visit)
        case StoreError.unavailable: return failure(.serviceUnavailable, .storeAway, visit)
        case let error as HTTPError: return failure(error.status, .badForm, visit)
        default:
            gateway.report(error, of: visit.request)
            return failure(.internalServerError, .somethingWrong, visit)
        }
    }

    private func failure(_ status: Status, _ phrase: Phrase, _ visit: Visit) -> Response {
        if visit.request.path.hasPrefix("/console/api/") {
            return Response(status, json: ["error": ["message": .string(visit.text(phrase))]])
        }
        let body: HTML = """
            <section class="message"><h1>\(visit.text(phrase))</h1>
            <p><a href="/console">\(visit.text(.backToStart))</a></p></section>
            """
        return show(Page(title: visit.text(phrase), body: body), visit, status)
    }

    // MARK: - Forms

    /// The fields of a form that a page of this session sent; its proof is checked here and nowhere else.
    func form(_ visit: Visit) async throws -> Form {
        let form = try await openForm(visit)
        guard try visit.person().isProof(form["proof"]) else { throw Stop.stale }
        return form
    }

    /// The fields of a form of somebody who is not signed in yet. A browser says which site sent it.
    func openForm(_ visit: Visit) async throws -> Form {
        if let site = visit.request.headers["sec-fetch-site"], site != "same-origin", site != "none" {
            throw Stop.stale
        }
        if let origin = visit.request.headers["origin"], !isOwn(origin, visit) { throw Stop.stale }
        let type = visit.request.headers["content-type"] ?? ""
        guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else { throw Stop.bad(.badForm) }
        return Form(String(decoding: try await visit.request.body.collect(upTo: 65_536), as: UTF8.self))
    }

    /// By host alone: a proxy may speak https where this service hears http.
    private func isOwn(_ origin: String, _ visit: Visit) -> Bool {
        func host(_ url: String) -> String? {
            guard let start = url.firstRange(of: "://")?.upperBound else { return nil }
            return url[start...].lowercased()
        }
        guard let sender = host(origin) else { return false }
        return sender == host(visit.base) || sender == visit.request.headers["host"]?.lowercased()
    }
}

extension Response {
    /// After a form was taken: the browser goes on to a page that can be loaded again.
    static func redirect(to path: String) -> Response {
        Response(.seeOther, headers: ["location": path])
    }

    init(_ status: Status = .ok, json: JSON) {
        self.init(status, headers: ["content-type": "application/json"], body: .bytes(json.encoded))
    }
}

extension String {
    /// As a value in a query.
    var queryEscaped: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "/"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                text += hex.utf8.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return text
    }
}
