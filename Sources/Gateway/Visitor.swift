package import Domain
package import HTTP
import Sodium

/// Somebody who is signed in.
package struct Visitor: Sendable {
    package var person: Person
    package var session: Session
    /// What only pages of this session know; a change must show it, so that no other site can make one.
    package var proof: String

    package static let proofHeader = "x-flint-proof"

    /// What they draw is counted under this name.
    package static let keyID = APIKey.ID("console")

    /// The rights of a key for as long as the session lasts.
    package var key: APIKey {
        APIKey(id: Self.keyID, owner: person.owner, name: "Console", createdAt: session.createdAt)
    }

    /// Whether a request only reads, or shows that a page of ours sent it.
    package func mayChange(by request: Request) -> Bool {
        request.method == .get || request.method == .head || isProof(request.headers[Self.proofHeader])
    }

    package func isProof(_ text: String?) -> Bool {
        text.map { constantTimeEquals(Array($0.utf8), Array(proof.utf8)) } ?? false
    }
}

/// The cookies of a request.
package struct Cookies: Sendable {
    private var values: [Substring: Substring] = [:]

    package init(_ request: Request) {
        for header in request.headers.all("cookie") {
            for part in header.split(separator: ";") {
                let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard pair.count == 2 else { continue }
                let name = pair[0].drop { $0 == " " }
                if values[name] == nil { values[name] = pair[1] }
            }
        }
    }

    package subscript(_ name: String) -> String? { values[name[...]].map(String.init) }
}
