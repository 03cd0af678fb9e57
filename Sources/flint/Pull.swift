import Foundation
import Processes
import Sodium
import Web

/// Fetches files to the shelf: goes on where the last time ended, checks what came, and only then gives a file its name.
struct Pull: Sendable {
    let shelf: String
    let client: Client

    private static let limit = 1 << 40

    /// The path of the file, once it is whole.
    func fetch(_ wish: PullWish) async throws -> String {
        try FileManager.default.createDirectory(atPath: shelf, withIntermediateDirectories: true)
        let path = "\(shelf)/\(wish.name)"
        if FileManager.default.fileExists(atPath: path) {
            guard let hash = wish.hash else { return path }
            guard try RunningSHA256.hash(ofFile: path) == hash else {
                throw Exit(
                    .failed,
                    "\(path) is there already, and its SHA-256 is another; remove it, or say --as NAME."
                )
            }
            return path
        }
        let part = path + ".part"
        let lock = open(part, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard lock >= 0 else { throw Exit(.failed, "\(part) can't be written.") }
        defer { close(lock) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw Exit(.failed, "\(wish.name) is being fetched already.") }
        let told = await hash(of: wish)
        var failures = 0
        while true {
            do {
                try await append(wish, to: lock)
                break
            } catch let error as WebError {
                failures += 1
                // What has come stays; a server that is gone for longer is for another time.
                guard failures < 5, error.isPassing else { throw Exit(.network, "\(wish.url): \(error)") }
                try await Task.sleep(for: .milliseconds(250 << failures))
            }
        }
        Terminal.endProgress()
        guard fsync(lock) == 0 else { throw Exit(.failed, "\(part) can't be written.") }
        if let expected = wish.hash ?? told, try RunningSHA256.hash(ofFile: part) != expected {
            unlink(part)
            throw Exit(.failed, "\(wish.name) came, but its SHA-256 is not the one that was expected; it is removed.")
        }
        guard rename(part, path) == 0 else { throw Exit(.failed, "\(path) can't be written.") }
        return path
    }

    /// The hash that the hub tells of large files: on its own answer, which sends on to where the file lies.
    private func hash(of wish: PullWish) async -> [UInt8]? {
        var request = WebRequest(.head, wish.url, limits: .init(total: .seconds(30)), followsRedirects: false)
        if let token = wish.token { request.headers["Authorization"] = "Bearer \(token)" }
        guard let told = try? await client.stream(request, { $0.headers["X-Linked-ETag"] }) else { return nil }
        return try? PullWish.hash(told.filter { $0 != "\"" })
    }

    /// Brings what is missing.
    private func append(_ wish: PullWish, to file: Int32) async throws {
        let start = Int(lseek(file, 0, SEEK_END))
        var headers: WebHeaders = ["Accept": "*/*"]
        if start > 0 { headers["Range"] = "bytes=\(start)-" }
        if let token = wish.token { headers["Authorization"] = "Bearer \(token)" }
        let limits = WebRequest.Limits(
            body: Self.limit,
            total: .seconds(86_400),
            minimumRate: .init(bytesPerSecond: 1, patience: .seconds(60)),
            redirects: 10
        )
        let request = WebRequest(.get, wish.url, headers: headers, limits: limits)
        try await client.stream(request) { answer in
            switch answer.status {
            case 200 where start > 0:
                // The server knows no ranges, so it begins anew.
                guard ftruncate(file, 0) == 0 else { throw Exit(.failed, "The file can't be written.") }
                lseek(file, 0, SEEK_SET)
            case 200, 206: break
            case 416 where answer.headers["Content-Range"] == "bytes */\(start)": return
            case 401, 403:
                throw Exit(
                    .failed,
                    "\(wish.url): the server wants a login (status \(answer.status)); HF_TOKEN is the hub's."
                )
            default: throw Exit(.failed, "\(wish.url): the server answers with status \(answer.status).")
            }
            if answer.status == 206, answer.headers["Content-Range"]?.hasPrefix("bytes \(start)-") != true {
                throw Exit(.failed, "\(wish.url): the server sends another part than it was asked for.")
            }
            var have = answer.status == 206 ? start : 0
            let whole = answer.headers["Content-Length"].flatMap { Int($0) }.map { $0 + have }
            for try await piece in answer {
                guard Descriptor(file).write(piece) else {
                    throw Exit(.failed, errno == ENOSPC ? "The disk is full." : "The file can't be written.")
                }
                have += piece.count
                if let whole, whole > 0 {
                    Terminal.showProgress(
                        Double(have) / Double(whole),
                        "\(wish.name), \(have >> 20) of \(whole >> 20) MB"
                    )
                }
            }
        }
    }
}

extension WebError {
    /// Whether another try may do better.
    fileprivate var isPassing: Bool {
        switch self {
        case .connectionFailed, .connectTimedOut, .timedOut, .tooSlow, .connectionLost, .nameNotFound: true
        default: false
        }
    }
}
