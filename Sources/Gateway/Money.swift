package import Domain
import HTTP
import JSON
package import Sodium

/// The secrets that sign webhooks; derived, so that none has to be kept.
package struct WebhookSecrets: Sendable {
    private let hash: HMACSHA256

    package init(secret: Secret) {
        hash = HMACSHA256(key: secret.withBytes { HMACSHA256(key: $0).hash(utf8: "webhook secrets") })
    }

    /// As Standard Webhooks writes it: `whsec_` and base64.
    package func secret(of account: Account) -> String {
        let bytes = hash.hash(utf8: "\(account.webhookSecretVersion) \(account.owner.name)")
        return "whsec_" + Base64.standard.encode(Array(bytes.prefix(24)))
    }
}

/// What was spent, what is left, and what signs the news.
extension Gateway {
    @Sendable
    func showUsage(_ call: Call) async throws -> Response {
        let now = clock.now
        let from = try moment(call, "from") ?? now - .days(30)
        let to = try moment(call, "to") ?? now + .seconds(1)
        guard from < to else {
            throw Refusal(.badRequest, "invalid_request", "from must be earlier than to.", parameter: "from")
        }
        let group = try call.query("group", UsageQuery.Group.self) ?? .day
        let rows = try await keys.usage(UsageQuery(owner: call.owner, from: from, to: to, group: group))
        let data = rows.map { row -> JSON in
            [
                group.rawValue: .string(row.group), "tasks": .integer(row.tasks), "failed": .integer(row.failed),
                "images": .integer(row.images), "cost": .string(row.cost.description),
            ]
        }
        let total = rows.reduce(Money.zero) { $0 + $1.cost }
        return Response(
            json: [
                "data": .array(data),
                "total": ["images": .integer(rows.reduce(0) { $0 + $1.images }), "cost": .string(total.description)],
                "currency": "USD", "from": .string(from.iso8601), "to": .string(to.iso8601),
            ]
        )
    }

    private func moment(_ call: Call, _ name: String) throws(Refusal) -> Timestamp? {
        guard let text = try call.query(name) else { return nil }
        guard let moment = Timestamp(text: text) else {
            throw Refusal(
                .badRequest,
                "invalid_request",
                "\(name) must be a day such as 2026-05-01, a moment such as 2026-05-01T12:00:00Z, or seconds since 1970.",
                parameter: name
            )
        }
        return moment
    }

    @Sendable
    func showBalance(_ call: Call) async throws -> Response {
        let account = try await keys.account(of: call.owner)
        let budget = call.key?.limits.budget
        return Response(
            json: [
                "data": [
                    "owner": .string(account.owner.name), "currency": "USD",
                    "spent": .string(account.spent.description),
                    "credit": account.credit.map { .string($0.description) } ?? .null,
                    "balance": account.left.map { .string($0.description) } ?? .null,
                    "key_budget": budget.map { .string($0.description) } ?? .null,
                    "key_spent": .string((call.key?.spent ?? .zero).description),
                ],
                "status": ["code": 200, "message": "ok"],
            ]
        )
    }

    @Sendable
    func showWebhookSecret(_ call: Call) async throws -> Response {
        let account = try await keys.account(of: call.owner)
        return Response(json: ["owner": .string(account.owner.name), "secret": .string(webhooks.secret(of: account))])
    }

    @Sendable
    func rotateWebhookSecret(_ call: Call) async throws -> Response {
        try await keys.rotateWebhookSecret(of: call.owner)
        return try await showWebhookSecret(call)
    }
}
