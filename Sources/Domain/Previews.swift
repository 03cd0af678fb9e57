import Locking

/// The pictures of this process that are being drawn, as they look by now; in memory alone, and gone when their task ends.
package final class Previews: Sendable {
    package struct Preview: Sendable, Equatable {
        /// The place of the picture in its task.
        package var index: Int
        /// A small WebP.
        package var bytes: [UInt8]

        package init(index: Int, bytes: [UInt8]) {
            self.index = index
            self.bytes = bytes
        }
    }

    private let latest = Lock<[ImageTask.ID: Preview]>([:])

    package init() {}

    package subscript(task: ImageTask.ID) -> Preview? { latest.withLock { $0[task] } }

    package func show(_ preview: Preview, of task: ImageTask.ID) {
        latest.withLock { $0[task] = preview }
    }

    package func forget(_ task: ImageTask.ID) {
        latest.withLock { $0[task] = nil }
    }
}
