/// The header fields of a request or a response, in order, their names in lower case.
///
/// A list and not a dictionary: there are few, their order is kept, and some names come more than once.
package struct Headers: Sendable, Equatable, ExpressibleByDictionaryLiteral, Sequence {
    package typealias Field = (name: String, value: String)

    private struct Entry: Sendable, Equatable {
        var name: String
        var value: String
    }

    private var entries: [Entry] = []

    package init() {}

    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }

    package var count: Int { entries.count }

    /// The first value under a name; setting replaces every value, `nil` removes the field.
    package subscript(_ name: String) -> String? {
        get {
            let lower = Self.lowercased(name)
            return entries.first { $0.name == lower }?.value
        }
        set {
            let lower = Self.lowercased(name)
            guard let newValue else {
                entries.removeAll { $0.name == lower }
                return
            }
            guard let first = entries.firstIndex(where: { $0.name == lower }) else {
                entries.append(Entry(name: lower, value: newValue))
                return
            }
            entries[first].value = newValue
            let later = entries[(first + 1)...].filter { $0.name != lower }
            entries.replaceSubrange((first + 1)..., with: later)
        }
    }

    /// Nothing is copied where nothing needs to change, which is nearly always.
    private static func lowercased(_ name: String) -> String {
        name.utf8.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ? name.lowercased() : name
    }

    /// Every value under a name, in the order of their coming.
    package func all(_ name: String) -> [String] {
        let lower = name.lowercased()
        return entries.compactMap { $0.name == lower ? $0.value : nil }
    }

    package mutating func add(_ name: String, _ value: String) {
        entries.append(Entry(name: Self.lowercased(name), value: value))
    }

    /// The parser's way in: it has lower-cased the name already.
    mutating func add(lowercased name: String, _ value: String) {
        entries.append(Entry(name: name, value: value))
    }

    package struct Iterator: IteratorProtocol {
        private var entries: IndexingIterator<[Entry]>

        fileprivate init(_ headers: Headers) { entries = headers.entries.makeIterator() }

        package mutating func next() -> Field? {
            entries.next().map { ($0.name, $0.value) }
        }
    }

    package func makeIterator() -> Iterator { Iterator(self) }
}
