/// Which connections to look at, and when: a heap of times, corrected lazily.
///
/// A deadline that moves later, as every request moves the idle one, costs nothing here:
/// the old entry comes up, and its connection says when to look again.
struct Deadlines {
    struct Entry {
        let time: Int
        /// Of a connection.
        let token: UInt64
    }

    private var heap: [Entry] = []

    var next: Int? { heap.first?.time }

    mutating func add(_ token: UInt64, at time: Int) {
        heap.append(Entry(time: time, token: token))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].time < heap[parent].time else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest entry, if its time has come.
    mutating func take(until now: Int) -> Entry? {
        guard let first = heap.first, first.time <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].time < heap[child].time { child += 1 }
            guard heap[child].time < heap[parent].time else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return first
    }
}
