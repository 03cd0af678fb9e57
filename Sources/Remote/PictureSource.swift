import Domain
import JSON
import Web
import Workbench

/// Makes bitmaps of what upstreams answer with: base64, a `data:` text or a link.
struct PictureSource: Sendable {
    let decode: @Sendable ([UInt8]) async throws -> Bitmap
    /// For links to the upstream itself, which the operator named.
    let own: Client
    /// For links to anywhere else.
    let guarded: Client
    let retry: RetryPolicy

    private static let fileLimit = 100 << 20

    /// The picture of one item of `data` or `content`.
    func picture(in item: JSON, from upstream: Upstream, timeout: Duration) async throws -> Bitmap {
        if case .text(let text)? = item["b64_json"] { return try await read(text.utf8) }
        guard let url = item["url"]?.string else {
            throw RemoteFault.nonsense("it holds neither a picture nor a link to one.")
        }
        if url.hasPrefix("data:") {
            guard let comma = url.utf8.firstIndex(of: UInt8(ascii: ",")) else {
                throw RemoteFault.nonsense("the picture in it cannot be read.")
            }
            return try await read(ArraySlice(url.utf8[url.utf8.index(after: comma)...]))
        }
        return try await decoded(try await fetch(url, from: upstream, timeout: timeout))
    }

    private func read(_ text: ArraySlice<UInt8>) async throws -> Bitmap {
        let comma = text.starts(with: "data:".utf8) ? text.firstIndex(of: UInt8(ascii: ",")).map { $0 + 1 } : nil
        guard let bytes = PictureText.decode(text[(comma ?? text.startIndex)...]), !bytes.isEmpty else {
            throw RemoteFault.nonsense("the picture in it is no base64.")
        }
        return try await decoded(bytes)
    }

    private func decoded(_ bytes: [UInt8]) async throws -> Bitmap {
        do {
            return try await decode(bytes)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw RemoteFault.nonsense("the picture in it cannot be read.")
        }
    }

    /// A link is fetched at once, and as often as needed: it costs nothing, and may not live long.
    private func fetch(_ url: String, from upstream: Upstream, timeout: Duration) async throws -> [UInt8] {
        // Some servers name the path alone.
        let url = url.hasPrefix("/") ? Origin(upstream.base).text + url : url
        let isOwn = Origin(url) == Origin(upstream.base)
        var request = WebRequest(.get, url, limits: .init(body: Self.fileLimit, total: timeout))
        request.followsRedirects = !isOwn
        var tries = 0
        while true {
            tries += 1
            var problem = "the link to the picture cannot be followed."
            var isWorthAnother = true
            do {
                let answer = try await (isOwn ? own : guarded).send(request)
                if (200..<300).contains(answer.status) { return answer.body }
                problem = "the link to the picture answers with status \(answer.status)."
                isWorthAnother = answer.status == 429 || answer.status >= 500
            } catch {
                try Task.checkCancellation()
                if case .bodyTooLarge = error { isWorthAnother = false }
                if case .addressRefused = error { isWorthAnother = false }
            }
            guard isWorthAnother, let pause = retry.pause(after: tries) else { throw RemoteFault.nonsense(problem) }
            try await retry.wait(pause)
        }
    }
}

/// Scheme, host and port of a URL, as it is written.
private struct Origin: Equatable {
    let text: String

    init(_ url: String) {
        let scheme = url.split(separator: ":", maxSplits: 1).first.map { $0.lowercased() } ?? ""
        let rest = url.dropFirst(scheme.count + 3)
        // A name before `@` would be no part of the host; such a URL is nobody's own.
        let authority = rest.prefix { !"/?#\\".contains($0) }
        text = authority.contains("@") ? "" : "\(scheme)://\(authority.lowercased())"
    }
}
