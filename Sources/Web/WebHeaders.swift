/// The fields of a request or an answer, in order; names are compared without regard to case.
package struct WebHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    package struct Field: Sendable, Equatable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package private(set) var fields: [Field] = []

    package init() {}

    package init(dictionaryLiteral fields: (String, String)...) {
        self.fields = fields.map { Field(name: $0.0, value: $0.1) }
    }

    /// The first value of that name; setting replaces all of them.
    package subscript(_ name: String) -> String? {
        get { fields.first { isSame($0.name, name) }?.value }
        set {
            remove { isSame($0, name) }
            if let newValue { append(name, newValue) }
        }
    }

    package mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    mutating func remove(where isUnwanted: (_ name: String) -> Bool) {
        fields.removeAll { isUnwanted($0.name) }
    }
}

extension WebHeaders: CustomStringConvertible {
    /// The names alone: values may be keys.
    package var description: String {
        fields.map { "\($0.name): •••" }.joined(separator: ", ")
    }
}

private func isSame(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.lowercased() == right.lowercased()
}
