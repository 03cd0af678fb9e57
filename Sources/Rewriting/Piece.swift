/// A run of one kind within a text: an English word, Chinese characters, or what stands between them.
enum Piece: Equatable {
    case english(String)
    case chinese(String)
    case other(String)

    var text: String {
        switch self {
        case .english(let text), .chinese(let text), .other(let text): text
        }
    }

    static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        for scalar in text.unicodeScalars {
            let piece = Piece(scalar)
            switch (pieces.last, piece) {
            case (.english(let before), .english(let more)): pieces[pieces.count - 1] = .english(before + more)
            case (.chinese(let before), .chinese(let more)): pieces[pieces.count - 1] = .chinese(before + more)
            case (.other(let before), .other(let more)): pieces[pieces.count - 1] = .other(before + more)
            default: pieces.append(piece)
            }
        }
        return pieces
    }

    private init(_ scalar: Unicode.Scalar) {
        let text = String(Character(scalar))
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "'", "’": self = .english(text)
        case "\u{3400}"..."\u{9FFF}": self = .chinese(text)
        default: self = .other(text)
        }
    }

    /// The English word as it is looked up.
    var word: String? {
        guard case .english(let text) = self else { return nil }
        return text.lowercased().replacing("’", with: "'")
    }

    /// Whether words before and after it may belong to one phrase.
    var joinsWords: Bool { text.allSatisfy { $0 == " " || $0 == "-" } }
}

extension String {
    /// Whether more of it is Chinese than English.
    var isMostlyChinese: Bool {
        var (chinese, english) = (0, 0)
        for piece in Piece.pieces(of: self) {
            switch piece {
            case .chinese(let text): chinese += text.unicodeScalars.count
            case .english: english += 1
            case .other: break
            }
        }
        return chinese > english
    }
}
