/// Who may ask for pictures, and how many; the secret itself is kept nowhere.
package struct APIKey: Sendable, Equatable {
    /// The part of the key that may be shown and logged.
    package struct ID: Sendable, Hashable {
        package let text: String

        package init(_ text: String) {
            self.text = text
        }
    }

    package var id: ID
    package var owner: Owner
    package var name: String
    package var isAdmin: Bool
    /// The models that it may use; `nil` is all.
    package var models: [String]?
    package var limits: Limits
    package var createdAt: Timestamp
    package var expiresAt: Timestamp?
    package var revokedAt: Timestamp?
    /// When it last opened a door, to the minute.
    package var lastUsedAt: Timestamp?
    /// What its tasks have been charged.
    package var spent: Money

    /// What a key may do at most; `nil` is no limit.
    package struct Limits: Sendable, Equatable {
        package var requestsPerMinute: Int?
        package var imagesPerMinute: Int?
        package var tasksAtOnce: Int?
        package var budget: Money?

        package init(
            requestsPerMinute: Int? = nil,
            imagesPerMinute: Int? = nil,
            tasksAtOnce: Int? = nil,
            budget: Money? = nil
        ) {
            self.requestsPerMinute = requestsPerMinute
            self.imagesPerMinute = imagesPerMinute
            self.tasksAtOnce = tasksAtOnce
            self.budget = budget
        }
    }

    package init(id: ID, owner: Owner, name: String, createdAt: Timestamp) {
        self.id = id
        self.owner = owner
        self.name = name
        self.createdAt = createdAt
        isAdmin = false
        limits = Limits()
        spent = .zero
    }

    /// Whether it opens the door at this moment.
    package func isValid(at moment: Timestamp) -> Bool {
        revokedAt == nil && expiresAt.map { moment < $0 } ?? true
    }

    package func mayUse(_ model: String) -> Bool {
        models?.contains(model) ?? true
    }
}
