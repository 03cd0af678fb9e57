import Catalog
import Domain
import HTTP
import JSON
import Sodium

extension Gateway {
    /// The price of a request, with nothing run.
    @Sendable
    func precharge(_ call: Call) async throws -> Response {
        let body = try await readBody(call)
        let prepared = try await prepare(body, call)
        let order = prepared.draft.order
        let price = configuration.prices.price(of: order.model, width: order.width, height: order.height)
        let digest = SHA256().hash(Array("\(order.model) \(order.width)x\(order.height) \(order.count) \(price)".utf8))
        return Response(
            json: [
                "status": "success",
                "data": [
                    "model": .string(order.model), "original_model": .string(order.model),
                    "cost": .string((price * order.count).description), "currency": "USD", "discount": 0,
                    "billing_model": "per_image", "sample_count": .integer(order.count),
                    "hash": .string("v1:" + Base64.url.encode(Array(digest.prefix(18)))),
                    "updated_at": .integer(clock.now.microseconds / 1000),
                ],
            ]
        )
    }
}
