/// What people look back at: tasks by what they are about, and what was drawn when.
package protocol HistoryStore: Sendable {
    /// Newest first. A search that finds little looks at a bounded number of tasks and says where to go on.
    func search(_ search: TaskSearch, before cursor: ImageTask.ID?, limit: Int) async throws(StoreError) -> TaskPage

    /// What an owner had drawn, by day, model and key.
    func activity(of owner: Owner, from: Timestamp, to: Timestamp) async throws(StoreError) -> [Activity]

    /// How long the pictures of each model took lately, over all owners.
    func speeds(since moment: Timestamp) async throws(StoreError) -> [ModelSpeed]
}

package struct TaskSearch: Sendable, Equatable {
    package var owner: Owner
    package var model: String?
    package var status: TaskFilter.Status?
    package var key: APIKey.ID?
    /// All of them stand in the prompt, in any case.
    package var words: [String]

    package init(
        owner: Owner,
        model: String? = nil,
        status: TaskFilter.Status? = nil,
        key: APIKey.ID? = nil,
        words: [String] = []
    ) {
        self.owner = owner
        self.model = model
        self.status = status
        self.key = key
        self.words = words
    }
}

package struct TaskPage: Sendable, Equatable {
    package var tasks: [ImageTask]
    /// Where to go on; `nil` when there is nothing older.
    package var next: ImageTask.ID?

    package init(tasks: [ImageTask], next: ImageTask.ID?) {
        self.tasks = tasks
        self.next = next
    }
}

/// What one key had one model draw on one day.
package struct Activity: Sendable, Equatable {
    /// As `2026-05-01`, in UTC.
    package var day: String
    package var model: String
    package var key: APIKey.ID
    package var tasks: Int
    package var failed: Int
    package var images: Int
    package var cost: Money
    /// How long all of them waited together, and were drawn.
    package var waited: Duration
    package var drawn: Duration

    package init(
        day: String,
        model: String,
        key: APIKey.ID,
        tasks: Int,
        failed: Int,
        images: Int,
        cost: Money,
        waited: Duration,
        drawn: Duration
    ) {
        self.day = day
        self.model = model
        self.key = key
        self.tasks = tasks
        self.failed = failed
        self.images = images
        self.cost = cost
        self.waited = waited
        self.drawn = drawn
    }
}

package struct ModelSpeed: Sendable, Equatable {
    package var model: String
    package var images: Int
    package var failed: Int
    /// Of one picture, on average.
    package var drawing: Duration

    package init(model: String, images: Int, failed: Int, drawing: Duration) {
        self.model = model
        self.images = images
        self.failed = failed
        self.drawing = drawing
    }
}
