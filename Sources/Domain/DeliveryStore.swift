/// The ends of tasks that somebody wants to be told of; each is written in the transaction that ends its task.
package protocol DeliveryStore: Sendable {
    /// Takes the deliveries that are due and puts them off for the lease, so that no other process takes them meanwhile.
    func dueDeliveries(limit: Int, lease: Duration) async throws(StoreError) -> [Delivery]
    func delivered(_ id: Delivery.ID) async throws(StoreError)
    /// Tries again later, or never where `retryAfter` is `nil`.
    func failed(_ id: Delivery.ID, reason: String, retryAfter: Duration?) async throws(StoreError)
    /// Rings when a delivery may have become due.
    func deliveriesArrive() -> AsyncStream<Void>
}

package struct Delivery: Sendable, Equatable {
    package struct ID: Sendable, Hashable {
        package let text: String

        package init(_ text: String) {
            self.text = text
        }
    }

    package var id: ID
    package var task: ImageTask.ID
    package var owner: Owner
    package var url: String
    /// How often it was tried before.
    package var attempts: Int

    package init(id: ID, task: ImageTask.ID, owner: Owner, url: String, attempts: Int) {
        self.id = id
        self.task = task
        self.owner = owner
        self.url = url
        self.attempts = attempts
    }
}
