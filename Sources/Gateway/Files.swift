import Domain
import HTTP

extension Gateway {
    /// A result by its signed link; the link is the key.
    @Sendable
    func sendFile(_ call: Call) async throws -> Response {
        let gone = Refusal(.gone, "gone", "This link has expired, or its picture was removed.")
        let target: ResultLinks.Target
        do throws(ResultLinks.Failure) {
            let rest = call.request.path.dropFirst("/files/".count)
            target = try links.target(of: String(rest), query: call.request.query, now: clock.now)
        } catch {
            switch error {
            case .expired: throw gone
            case .forged: throw Refusal(.forbidden, "permission_denied", "This link was not made by this service.")
            }
        }
        guard let task = try await tasks.task(target.task), !task.isExpired,
            let file = task.pictures.first(where: { $0.index == target.index })?.file, let path = files.path(of: file)
        else { throw gone }
        let format = task.order.format
        let open = try OpenFile(path: path, contentType: format.mediaType, etag: "\(target.task)-\(target.index)")
        let left = max(0, (target.expires - clock.now).components.seconds)
        return Response(
            .ok,
            headers: [
                "cache-control": "private, max-age=\(left)", "x-content-type-options": "nosniff",
                "content-disposition": "inline; filename=\"\(target.task)-\(target.index).\(format.fileExtension)\"",
                "cross-origin-resource-policy": "cross-origin",
            ],
            body: .file(open)
        )
    }
}
