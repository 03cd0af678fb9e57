import Domain
package import Sodium

/// Signs the links to results, and reads them back.
package struct ResultLinks: Sendable {
    /// How long a link lasts, from the end of its task.
    static let lifetime = Duration.hours(24)

    private let key: HMACSHA256

    package init(secret: Secret) {
        key = HMACSHA256(key: secret.withBytes { HMACSHA256(key: $0).hash(utf8: "result links") })
    }

    /// What a link stands for.
    struct Target: Equatable {
        var task: ImageTask.ID
        var index: Int
        var expires: Timestamp
    }

    enum Failure: Error {
        /// Some byte of it is not ours.
        case forged
        case expired
    }

    /// `/files/{signature}/{expiry}/{task}-{index}.jpg`.
    func path(_ task: ImageTask.ID, index: Int, format: PictureFormat, expires: Timestamp) -> String {
        let name = "\(expires.seconds)/\(task)-\(index).\(format.fileExtension)"
        return "/files/\(signature(of: name))/\(name)"
    }

    /// The target of what stood behind `/files/`.
    func target(of rest: String, query: String?, now: Timestamp) throws(Failure) -> Target {
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard query == nil, parts.count == 3 else { throw .forged }
        let name = "\(parts[1])/\(parts[2])"
        // The text is compared, not the bytes that it means: a signature has one spelling.
        guard constantTimeEquals(Array(parts[0].utf8), Array(signature(of: name).utf8)),
            let seconds = Int64(parts[1]), let dash = parts[2].firstIndex(of: "-"),
            let task = ImageTask.ID(String(parts[2][..<dash])),
            let index = Int(parts[2][parts[2].index(after: dash)...].prefix { $0 != "." })
        else { throw .forged }
        let expires = Timestamp(seconds: seconds)
        guard now < expires else { throw .expired }
        return Target(task: task, index: index, expires: expires)
    }

    private func signature(of name: String) -> String {
        Base64.url.encode(Array(key.hash(utf8: name).prefix(16)))
    }
}
