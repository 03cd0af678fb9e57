package import Domain

extension Order {
    package static func sample(
        model: String = "spark_dream_3_0",
        prompt: String = "a red fox",
        count: Int = 1,
        callback: String? = nil
    ) -> Order {
        var order = Order(model: model, prompt: prompt, width: 64, height: 48, seed: 7)
        order.count = count
        order.callback = callback
        return order
    }
}

extension APIKey {
    /// A key without limits; its id is made of its owner and its name.
    package static func sample(
        owner: String = "ann",
        name: String = "main",
        limits: Limits = Limits(),
        createdAt: Timestamp = Timestamp(seconds: 1_767_614_400)
    ) -> APIKey {
        var key = APIKey(id: ID("\(owner)-\(name)"), owner: Owner(owner), name: name, createdAt: createdAt)
        key.limits = limits
        return key
    }
}

extension Submission {
    package static func sample(
        at moment: Timestamp,
        _ order: Order = .sample(),
        by key: APIKey = .sample(),
        price: Money = Money(nanodollars: 30_000_000),
        queueLimit: Int = 100_000,
        inputs: [StoredFile] = [],
        idempotency: Idempotency? = nil
    ) -> Submission {
        Submission(
            id: ImageTask.ID(at: moment),
            order: order,
            key: key,
            price: price,
            queueLimit: queueLimit,
            inputs: inputs,
            idempotency: idempotency
        )
    }
}

extension TaskStore {
    /// Waits until a task has become what the test wants to see; the time limit of the test ends a wait in vain.
    package func task(_ id: ImageTask.ID, whenever isSo: (ImageTask) -> Bool) async throws -> ImageTask {
        var rings = changes(of: id).makeAsyncIterator()
        while true {
            if let task = try await task(id), isSo(task) { return task }
            guard await rings.next() != nil else { throw CancellationError() }
        }
    }
}
