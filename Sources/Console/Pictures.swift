import Domain
import Gateway
import HTTP
import Imaging
import Locking

/// Pictures for those who are signed in; other than links, they need no signature and last as long as the file.
extension Console {
    /// The task of the path, if it is of the person's owner; else it does not exist.
    func ownTask(_ visit: Visit) async throws -> ImageTask {
        let owner = try visit.person().person.owner
        guard let task = try await store.task(try visit.taskID()), task.owner == owner else { throw Stop.notFound }
        return task
    }

    private func picture(_ visit: Visit) async throws -> (task: ImageTask, file: FileKey) {
        let task = try await ownTask(visit)
        guard let index = visit.path["index"].flatMap(Int.init), !task.isExpired,
            let file = task.pictures.first(where: { $0.index == index })?.file
        else { throw Stop.notFound }
        return (task, file)
    }

    @Sendable
    func sendPicture(_ visit: Visit) async throws -> Response {
        let (task, file) = try await picture(visit)
        let name = "\(task.id)-\(visit.path["index"] ?? "0").\(task.order.format.fileExtension)"
        return try send(file, as: task.order.format, name: name, isAttachment: visit.query("download") != nil)
    }

    /// A picture that came with the request.
    @Sendable
    func sendReference(_ visit: Visit) async throws -> Response {
        let task = try await ownTask(visit)
        guard let index = visit.path["index"].flatMap(Int.init), task.order.references.indices.contains(index),
            case .file(let file) = task.order.references[index].source,
            let format = PictureFormat.allCases.first(where: { file.text.hasSuffix(".\($0.fileExtension)") })
        else { throw Stop.notFound }
        return try send(file, as: format, name: "reference-\(index).\(format.fileExtension)", isAttachment: false)
    }

    private func send(_ file: FileKey, as format: PictureFormat, name: String, isAttachment: Bool) throws -> Response {
        guard let path = files.path(of: file) else { throw Stop.notFound }
        let open = try OpenFile(path: path, contentType: format.mediaType, etag: file.text.replacing("/", with: "-"))
        return Response(
            .ok,
            headers: [
                "cache-control": "private, max-age=86400", "vary": "cookie",
                "content-disposition": "\(isAttachment ? "attachment" : "inline"); filename=\"\(name)\"",
            ],
            body: .file(open)
        )
    }

    @Sendable
    func sendThumbnail(_ visit: Visit) async throws -> Response {
        let (_, file) = try await picture(visit)
        let bytes: [UInt8]
        if let known = thumbnails[file] {
            bytes = known
        } else {
            bytes = try await Self.thumbnail(of: file, in: files)
            thumbnails.keep(bytes, of: file)
        }
        return Response(
            .ok,
            headers: ["content-type": "image/webp", "cache-control": "private, max-age=86400", "vary": "cookie"],
            body: .bytes(bytes)
        )
    }

    /// Takes some milliseconds, so it leaves the event loop.
    @concurrent
    private static func thumbnail(of file: FileKey, in files: any FileStore) async throws -> [UInt8] {
        try Thumbnail(side: 384).make(of: try await files.read(file))
    }
}

/// Thumbnails that were made lately; a list is looked at more than once.
final class ThumbnailCache: Sendable {
    private struct State {
        var bytes: [FileKey: [UInt8]] = [:]
        var size = 0
    }

    private static let limit = 24 << 20
    private let state = Lock(State())

    subscript(_ file: FileKey) -> [UInt8]? { state.withLock { $0.bytes[file] } }

    func keep(_ bytes: [UInt8], of file: FileKey) {
        state.withLock { state in
            if state.size + bytes.count > Self.limit { state = State() }
            guard state.bytes.updateValue(bytes, forKey: file) == nil else { return }
            state.size += bytes.count
        }
    }
}
