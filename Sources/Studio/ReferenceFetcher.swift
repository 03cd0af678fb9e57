package import Web

/// Fetches references over the internet: as a stranger would, with nothing of ours in the request, within limits.
package struct ReferenceFetcher: Sendable {
    private let client: Client
    private let time: Duration

    /// `client`: one whose guard lets it reach public addresses alone, and those that the settings open.
    package init(client: Client, time: Duration = .seconds(30)) {
        self.client = client
        self.time = time
    }

    package func fetch(_ url: String, limit: Int) async throws(Gathering.Unfetched) -> [UInt8] {
        let limits = WebRequest.Limits(
            body: limit,
            total: time,
            minimumRate: .init(bytesPerSecond: 1000, patience: .seconds(10)),
            redirects: 3
        )
        let response: WebResponse
        do throws(WebError) {
            response = try await client.send(WebRequest(.get, url, headers: ["Accept": "image/*"], limits: limits))
        } catch {
            throw Gathering.Unfetched("can't be fetched: \(error.clause)")
        }
        guard response.head.status == 200 else {
            throw Gathering.Unfetched("can't be fetched: its server answers with status \(response.head.status)")
        }
        return response.body
    }
}

extension WebError {
    /// The sentence in the middle of another one.
    fileprivate var clause: String {
        let sentence = description.hasSuffix(".") ? description.dropLast() : description[...]
        return sentence.prefix(1).lowercased() + sentence.dropFirst()
    }
}
