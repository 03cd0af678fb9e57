/// Something that happened to a task. The events of a task are numbered from 1 and are only ever added.
package struct Event: Sendable, Equatable {
    package var number: Int
    package var at: Timestamp
    package var kind: Kind

    package enum Kind: Sendable, Equatable {
        case created
        /// A worker took it; the attempt counts from 1.
        case started(attempt: Int)
        /// Removed when the task ends: the numbers of events may have gaps.
        case progress(Double)
        /// The picture at this place came, or failed.
        case picture(index: Int)
        /// Its worker was lost, or gave it back; it waits again.
        case returned
        case completed
        case failed
    }

    package init(number: Int, at: Timestamp, kind: Kind) {
        self.number = number
        self.at = at
        self.kind = kind
    }
}
