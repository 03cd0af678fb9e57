import Catalog
package import Domain
import HTTP
package import JSON

/// Managing keys and owners, for keys that were made with `--admin`.
extension Gateway {
    private func admin(_ call: Call) throws(Refusal) {
        guard call.key?.isAdmin == true else {
            throw Refusal(.forbidden, "permission_denied", "Only an admin key may manage keys and owners.")
        }
    }

    @Sendable
    func listKeys(_ call: Call) async throws -> Response {
        try admin(call)
        let found = try await keys.keys(of: try call.query("owner").map { Owner($0) })
        return Response(json: ["data": .array(found.map(\.json))])
    }

    @Sendable
    func createKey(_ call: Call) async throws -> Response {
        try admin(call)
        let wish = try KeyWish(JSON(parsing: await readSmallBody(call)), models: catalog.models.map(\.id))
        let (key, text) = try await desk.create(
            name: wish.name,
            owner: wish.owner,
            isAdmin: wish.isAdmin,
            models: wish.models,
            limits: wish.limits,
            expiresAt: wish.expiresAt
        )
        log(.info, "key created", ["key": .string(key.id.text), "owner": .string(key.owner.name)])
        var answer = key.json.object ?? [:]
        answer.append("key", .string(text))
        return Response(.created, json: .object(answer))
    }

    @Sendable
    func changeKey(_ call: Call) async throws -> Response {
        try admin(call)
        guard var key = try await keys.key(try keyID(call))?.key else {
            throw Refusal(.notFound, "not_found", "There is no such key.")
        }
        let wish = try KeyWish(
            JSON(parsing: await readSmallBody(call)),
            models: catalog.models.map(\.id),
            changing: key
        )
        (key.name, key.models, key.limits, key.expiresAt) = (wish.name, wish.models, wish.limits, wish.expiresAt)
        try await keyed { () async throws(StoreError) in try await keys.change(key) }
        log(.info, "key changed", ["key": .string(key.id.text)])
        return Response(json: key.json)
    }

    @Sendable
    func revokeKey(_ call: Call) async throws -> Response {
        try admin(call)
        let id = try keyID(call)
        try await keyed { () async throws(StoreError) in try await keys.revoke(id) }
        log(.info, "key revoked", ["key": .string(id.text)])
        return Response(.noContent)
    }

    @Sendable
    func rotateKey(_ call: Call) async throws -> Response {
        try admin(call)
        let id = try keyID(call)
        let text = try await keyed { () async throws(StoreError) in try await desk.rotate(id) }
        log(.info, "key rotated", ["key": .string(id.text)])
        return Response(json: ["id": .string(id.text), "key": .string(text)])
    }

    private func keyID(_ call: Call) throws(Refusal) -> APIKey.ID {
        guard let text = call.path["id"], text.utf8.count < 100 else {
            throw Refusal(.notFound, "not_found", "There is no such key.")
        }
        return APIKey.ID(text)
    }

    private func keyed<Answer>(_ work: () async throws(StoreError) -> Answer) async throws -> Answer {
        do throws(StoreError) {
            return try await work()
        } catch {
            if case .notFound = error { throw Refusal(.notFound, "not_found", "There is no such key.") }
            throw error
        }
    }

    @Sendable
    func listOwners(_ call: Call) async throws -> Response {
        try admin(call)
        return Response(json: ["data": .array(try await keys.accounts().map(\.json))])
    }

    /// Sets the credit of an owner: `{"credit": "10.00"}`, or null for no end.
    @Sendable
    func changeOwner(_ call: Call) async throws -> Response {
        try admin(call)
        guard let name = call.path["name"], let owner = KeyWish.owner(name) else {
            throw Refusal(.badRequest, "invalid_request", "An owner's name has 1 to 64 characters.", parameter: "name")
        }
        let body = try JSON(parsing: await readSmallBody(call))
        guard let credit = body.object?["credit"] else {
            throw Refusal(
                .badRequest,
                "invalid_request",
                "credit is missing: a text such as \"10.00\", or null.",
                parameter: "credit"
            )
        }
        var money: Money?
        if !credit.isNull {
            guard let value = credit.string.flatMap({ Money($0) }) else {
                throw Refusal(
                    .badRequest,
                    "invalid_request",
                    "credit must be a decimal text such as \"10.00\", or null.",
                    parameter: "credit"
                )
            }
            money = value
        }
        try await keys.setCredit(money, of: owner)
        return Response(json: try await keys.account(of: owner).json)
    }

    private func readSmallBody(_ call: Call) async throws -> [UInt8] {
        try await call.request.body.collect(upTo: 65_536)
    }
}

/// What somebody wants of a new key, or of one that is there: then null takes a limit away, and what is not named stays.
struct KeyWish {
    var name: String
    var owner = Owner.standard
    var isAdmin = false
    var models: [String]?
    var limits = APIKey.Limits()
    var expiresAt: Timestamp?

    init(_ json: JSON, models known: [String], changing key: APIKey? = nil) throws(Refusal) {
        func refuse(_ name: String, _ rule: String) -> Refusal {
            Refusal(.badRequest, "invalid_request", "\(name) must be \(rule).", parameter: name)
        }
        func count(_ name: String) throws(Refusal) -> Int? {
            guard let value = json[name] else { return nil }
            guard let number = value.int, (1...1_000_000_000).contains(number) else {
                throw refuse(name, "a positive integer")
            }
            return number
        }
        guard let name = json["name"]?.string ?? key?.name, (1...100).contains(name.count) else {
            throw refuse("name", "a text of 1 to 100 characters")
        }
        self.name = name
        for fixed in ["owner", "admin"] where key != nil && json[fixed] != nil { throw refuse(fixed, "left as it is") }
        if let text = json["owner"] {
            guard let owner = text.string.flatMap(Self.owner) else {
                throw refuse("owner", "a text of 1 to 64 characters")
            }
            self.owner = owner
        }
        if let admin = json["admin"] {
            guard let isAdmin = admin.bool else { throw refuse("admin", "true or false") }
            self.isAdmin = isAdmin
        }
        if let list = json["models"] {
            guard let names = list.array?.compactMap(\.string), !names.isEmpty, names.allSatisfy(known.contains) else {
                throw refuse("models", "an array of models: \(known.joined(separator: ", "))")
            }
            models = names
        }
        limits.requestsPerMinute = try count("requests_per_minute")
        limits.imagesPerMinute = try count("images_per_minute")
        limits.tasksAtOnce = try count("tasks_at_once")
        if let text = json["budget"] {
            guard let budget = text.string.flatMap({ Money($0) }) else {
                throw refuse("budget", "a decimal text such as \"10.00\"")
            }
            limits.budget = budget
        }
        if let text = json["expires_at"] {
            guard
                let moment = text.string.flatMap({ Timestamp(text: $0) })
                    ?? text.integer.flatMap({ $0.magnitude < 1 << 40 ? Timestamp(seconds: $0) : nil })
            else {
                throw refuse("expires_at", "a moment such as 2026-05-01T12:00:00Z")
            }
            expiresAt = moment
        }
        if let key { keep(key, except: json.object ?? [:]) }
    }

    private mutating func keep(_ key: APIKey, except changes: Object) {
        if changes["models"] == nil { models = key.models }
        if changes["requests_per_minute"] == nil { limits.requestsPerMinute = key.limits.requestsPerMinute }
        if changes["images_per_minute"] == nil { limits.imagesPerMinute = key.limits.imagesPerMinute }
        if changes["tasks_at_once"] == nil { limits.tasksAtOnce = key.limits.tasksAtOnce }
        if changes["budget"] == nil { limits.budget = key.limits.budget }
        if changes["expires_at"] == nil { expiresAt = key.expiresAt }
    }

    static func owner(_ name: String) -> Owner? {
        (1...64).contains(name.count) && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
            ? Owner(name) : nil
    }
}

extension APIKey {
    /// Everything but the secret.
    package var json: JSON {
        [
            "id": .string(id.text), "name": .string(name), "owner": .string(owner.name), "admin": .bool(isAdmin),
            "models": models.map { .array($0.map(JSON.string)) } ?? .null,
            "requests_per_minute": limits.requestsPerMinute.map { .integer($0) } ?? .null,
            "images_per_minute": limits.imagesPerMinute.map { .integer($0) } ?? .null,
            "tasks_at_once": limits.tasksAtOnce.map { .integer($0) } ?? .null,
            "budget": limits.budget.map { .string($0.description) } ?? .null, "spent": .string(spent.description),
            "created_at": .string(createdAt.iso8601), "expires_at": expiresAt.map { .string($0.iso8601) } ?? .null,
            "revoked_at": revokedAt.map { .string($0.iso8601) } ?? .null,
            "last_used_at": lastUsedAt.map { .string($0.iso8601) } ?? .null,
        ]
    }
}

extension Account {
    var json: JSON {
        [
            "owner": .string(owner.name), "spent": .string(spent.description),
            "credit": credit.map { .string($0.description) } ?? .null,
            "balance": left.map { .string($0.description) } ?? .null,
        ]
    }
}
