import Catalog
package import Domain
import HTTP
import JSON
package import Web

/// Tells the ends of tasks to those who asked for it: signed after Standard Webhooks, and again until it is taken.
package struct WebhookCourier: Sendable {
    private let gateway: Gateway
    private let deliveries: any DeliveryStore
    private let client: Client
    /// How links in the news begin, for want of a request that says it.
    private let base: String

    /// The waits between tries; after the last one the news is given up.
    static let waits: [Duration] = [
        .seconds(5), .seconds(30), .seconds(120), .seconds(600), .hours(1), .hours(6), .hours(24),
    ]
    private static let lease = Duration.seconds(60)
    private static let sent = Metrics.Name("flint_webhooks_total", "Webhooks sent, by outcome.")

    package init(gateway: Gateway, deliveries: any DeliveryStore, client: Client, base: String) {
        self.gateway = gateway
        self.deliveries = deliveries
        self.client = client
        self.base = base
    }

    package func run() async {
        while !Task.isCancelled {
            let arrivals = deliveries.deliveriesArrive()
            do {
                let due = try await deliveries.dueDeliveries(limit: 20, lease: Self.lease)
                await withTaskGroup(of: Void.self) { group in
                    for delivery in due { group.addTask { await deliver(delivery) } }
                }
                if !due.isEmpty { continue }
            } catch {
                gateway.log(.error, "webhooks can't be read", ["error": .string("\(error)")])
            }
            await pause(until: arrivals)
        }
    }

    private func pause(until arrivals: AsyncStream<Void>) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                var rings = arrivals.makeAsyncIterator()
                _ = await rings.next()
            }
            group.addTask { try? await Task.sleep(for: .seconds(2)) }
            await group.next()
            group.cancelAll()
        }
    }

    /// One try; what comes of it is written down either way.
    private func deliver(_ delivery: Delivery) async {
        var problem: String?
        do {
            let status = try await send(delivery)
            if !(200..<300).contains(status) { problem = "The receiver answered \(status)." }
        } catch {
            problem = "\(error)"
        }
        metrics(problem == nil ? "delivered" : "failed")
        do {
            guard let problem else { return try await deliveries.delivered(delivery.id) }
            let wait = delivery.attempts < Self.waits.count ? Self.waits[delivery.attempts] : nil
            try await deliveries.failed(delivery.id, reason: problem, retryAfter: wait)
            gateway.log(
                .warning,
                wait == nil ? "webhook given up" : "webhook failed",
                [
                    "task": .string(delivery.task.text), "attempt": .integer(delivery.attempts + 1),
                    "reason": .string(problem),
                ]
            )
        } catch {
            // The lease ends, and the delivery is tried again with the same id, by which receivers know it.
            gateway.log(.error, "the outcome of a webhook can't be stored", ["error": .string("\(error)")])
        }
    }

    private func metrics(_ outcome: String) {
        gateway.metrics.add(to: Self.sent, labels: "outcome=\"\(outcome)\"")
    }

    private func send(_ delivery: Delivery) async throws -> Int {
        guard let task = try await gateway.tasks.task(delivery.task) else { return 200 }
        let account = try await gateway.keys.account(of: delivery.owner)
        let answer = TaskAnswer(
            catalog: gateway.catalog,
            links: gateway.links,
            files: gateway.files,
            base: base,
            dialect: .documented
        )
        let now = gateway.clock.now
        let body: JSON = [
            "type": task.state == .completed ? "generation.completed" : "generation.failed",
            "timestamp": .string(now.iso8601), "data": try await answer.task(task, linksAlone: true),
        ]
        let bytes = body.encoded
        let webhook = try StandardWebhook(secret: gateway.webhooks.secret(of: account))
        var headers = webhook.sign(id: delivery.id.text, timestamp: Int(now.seconds), body: bytes)
        headers["content-type"] = "application/json"
        let limits = WebRequest.Limits(body: 65_536, total: .seconds(20), connect: .seconds(10))
        let request = WebRequest(
            .post,
            delivery.url,
            headers: headers,
            body: bytes,
            limits: limits,
            followsRedirects: false
        )
        return try await client.send(request).status
    }
}
