import Domain
import HTTP

extension Gateway {
    @Sendable
    func showHealth(_ call: Call) async throws -> Response {
        Response(.ok, headers: ["content-type": "text/plain; charset=utf-8"], body: .bytes(Array("ok\n".utf8)))
    }

    @Sendable
    func showReadiness(_ call: Call) async throws -> Response {
        guard !state.isDraining else {
            throw Refusal(.serviceUnavailable, "unavailable", "The service is shutting down.")
        }
        try await tasks.check()
        return Response(
            .ok,
            headers: ["content-type": "text/plain; charset=utf-8"],
            body: .bytes(Array("ready\n".utf8))
        )
    }

    private static let waiting = Metrics.Name("flint_tasks_waiting", "Tasks in the queue.")
    private static let running = Metrics.Name("flint_tasks_running", "Tasks being drawn.")
    private static let oldestWait = Metrics.Name(
        "flint_queue_oldest_wait_seconds",
        "How long the first in the queue has waited."
    )
    private static let fileBytes = Metrics.Name("flint_files_bytes", "Bytes of pictures that are kept.")
    private static let pending = Metrics.Name("flint_webhooks_pending", "Webhooks that are still to be delivered.")

    @Sendable
    func showMetrics(_ call: Call) async throws -> Response {
        if configuration.metricsNeedKey { _ = try await authenticate(call.request) }
        let store = try await tasks.statistics()
        let text = metrics.text(gauges: [
            (Self.waiting, Double(store.waiting)), (Self.running, Double(store.running)),
            (Self.oldestWait, store.oldestWait.inSeconds), (Self.fileBytes, Double(store.fileBytes)),
            (Self.pending, Double(store.pendingDeliveries)),
        ])
        return Response(
            .ok,
            headers: ["content-type": "text/plain; version=0.0.4; charset=utf-8"],
            body: .bytes(Array(text.utf8))
        )
    }
}
