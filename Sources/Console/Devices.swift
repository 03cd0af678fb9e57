import Domain
import Gateway
import HTTP
import JSON
import Sodium

/// Signing in a program at a command line: it shows a code, the person confirms it here, and it gets a key.
extension Console {
    func addDevices(to router: inout Router) {
        router.on(.post, "/api/v1/cli/device/code", handler: page(beginDevice))
        router.on(.post, "/api/v1/cli/token", handler: page(answerDevice))
        router.on(.get, "/console/device", handler: page(showDevice))
        router.on(.post, "/console/device", handler: page(decideDevice))
    }

    /// In the envelope that the public command-line clients read.
    private func envelope(_ data: JSON, _ status: Status = .ok, message: String = "ok") -> Response {
        Response(status, json: ["data": data, "status": ["code": .integer(status.code), "message": .string(message)]])
    }

    private func body(_ visit: Visit) async throws -> JSON? {
        try? JSON(parsing: try await visit.request.body.collect(upTo: 8192))
    }

    @Sendable
    func beginDevice(_ visit: Visit) async throws -> Response {
        guard let body = try await body(visit), let publicKey = body["client_public_key"]?.string,
            let bytes = Base64.url.decode(publicKey), bytes.count == 32
        else {
            let message = "client_public_key must be an Ed25519 key of 32 bytes in base64url without padding."
            return envelope(.null, .badRequest, message: message)
        }
        let name = (body["client_id"]?.string).flatMap { Self.isPersonName($0) ? $0 : nil } ?? "command line"
        guard
            let codes = devices.begin(
                name: name,
                publicKey: bytes,
                peer: gateway.sender(of: visit.request),
                at: clock.now
            )
        else {
            return envelope(
                .null,
                .tooManyRequests,
                message: "Too many programs are asking; try again in some minutes."
            )
        }
        return envelope([
            "device_code": .string(codes.device), "user_code": .string(codes.user),
            "verification_uri": .string("\(visit.base)/console/device"),
            "verification_uri_complete": .string("\(visit.base)/console/device?code=\(codes.user)"),
            "expires_in": .integer(DeviceDesk.lifetime.components.seconds), "interval": .integer(DeviceDesk.interval),
        ])
    }

    @Sendable
    func answerDevice(_ visit: Visit) async throws -> Response {
        guard let body = try await body(visit), let device = body["device_code"]?.string,
            let timestamp = body["timestamp"].flatMap({ $0.integer ?? $0.string.flatMap { Int64($0) } }),
            timestamp.magnitude < 1 << 40, let nonce = body["nonce"]?.string, (1...200).contains(nonce.utf8.count),
            let proof = body["proof"]?.string.flatMap({ Base64.url.decode($0) })
        else {
            return envelope(.null, .badRequest, message: "device_code, timestamp, nonce and proof are needed.")
        }
        let answer = devices.answer(device: device, timestamp: timestamp, nonce: nonce, proof: proof, at: clock.now)
        switch answer {
        case nil:
            return envelope(.null, .unauthorized, message: "The proof does not fit, is too old, or was used before.")
        case .pending: return envelope(["status": "pending"])
        case .expired: return envelope(["status": "expired"])
        case .refused: return envelope(["status": "denied"])
        case .allowed(let owner, let name):
            let key = try await gateway.desk.create(name: name, owner: owner).text
            return envelope([
                "status": "authorized", "access_token": .string(key), "refresh_token": "", "api_key": .string(key),
            ])
        }
    }

    // MARK: - What the person sees

    @Sendable
    func showDevice(_ visit: Visit) async throws -> Response {
        _ = try visit.person()
        guard let code = visit.query("code") else { return devicePage(visit, ask: nil, problem: nil) }
        guard let asking = devices.find(userCode: code, at: clock.now) else {
            return devicePage(visit, ask: nil, problem: .deviceUnknown)
        }
        return devicePage(visit, ask: asking, problem: nil)
    }

    private func devicePage(_ visit: Visit, ask: DeviceDesk.Asking?, problem: Phrase?) -> Response {
        let form: HTML =
            if let ask {
                """
                <p>\(visit.text(.deviceAsk))</p>
                <dl class="facts"><div><dt>\(visit.text(.deviceName))</dt><dd>\(ask.name)</dd></div>
                <div><dt>\(visit.text(.deviceFrom))</dt><dd>\(ask.peer)</dd></div>
                <div><dt>\(visit.text(.deviceCode))</dt><dd><code class="large">\(ask.userCode)</code></dd></div></dl>
                <form method="post" action="/console/device" class="choices">\(proof(visit))
                <input type="hidden" name="code" value="\(ask.userCode)">
                <button class="button primary" name="verdict" value="allow">\(visit.text(.deviceAllow))</button>
                <button class="button quiet" name="verdict" value="refuse">\(visit.text(.deviceRefuse))</button></form>
                """
            } else {
                """
                <form method="get" action="/console/device"><label>\(visit.text(.deviceCode))\
                <input name="code" autocomplete="off" autocapitalize="characters" maxlength="20" required autofocus placeholder="BCDF-GHJK"></label>
                <button class="button primary">\(visit.text(.deviceCheck))</button></form>
                """
            }
        let body: HTML = """
            <section class="door"><h1>\(visit.text(.deviceTitle))</h1><p>\(visit.text(.deviceLead))</p>
            \(alert(problem, visit))\(form)</section>
            """
        return show(Page(title: visit.text(.deviceTitle), body: body), visit, problem == nil ? .ok : .notFound)
    }

    @Sendable
    func decideDevice(_ visit: Visit) async throws -> Response {
        let form = try await form(visit)
        let owner = try visit.person().person.owner
        let isAllowed = form["verdict"] == "allow"
        let verdict = isAllowed ? DeviceDesk.Verdict.allowed(owner) : .refused
        guard devices.decide(verdict, userCode: form["code"] ?? "", at: clock.now) else {
            return devicePage(visit, ask: nil, problem: .deviceUnknown)
        }
        let phrase = isAllowed ? Phrase.deviceAllowed : .deviceRefused
        let body: HTML = "<section class=\"message\" role=\"status\"><h1>\(visit.text(phrase))</h1></section>"
        return show(Page(title: visit.text(.deviceTitle), body: body), visit)
    }
}
