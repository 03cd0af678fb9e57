import Domain
import Imaging

/// What stands in quotes in the prompts of an order, where its engine writes no text itself: it is set over the pictures, and not drawn.
struct Writing {
    /// The order as the engine gets it.
    private(set) var order: Order
    private let texts: [[Lettering]]

    init(_ order: Order, isWrittenByEngine: Bool) {
        guard !isWrittenByEngine else {
            self.order = order
            texts = []
            return
        }
        let reading = Lettering.read(order.prompt)
        let variations = order.variations.map(Lettering.read)
        var silent = order
        silent.prompt = reading.wordsToDraw
        silent.variations = variations.map(\.wordsToDraw)
        self.order = silent
        texts = variations.isEmpty ? [reading.texts] : variations.map(\.texts)
    }

    /// The same texts over what is drawn of another order.
    func with(_ order: Order) -> Writing {
        var writing = self
        writing.order = order
        return writing
    }

    /// What is set over the picture at this place.
    func texts(at index: Int) -> [Lettering] {
        texts.indices.contains(index) ? texts[index] : texts.first ?? []
    }
}

extension Lettering.Reading {
    /// Where nothing but text was asked for, it stands on a plain ground.
    fileprivate var wordsToDraw: String { rest.isEmpty ? "a plain background" : rest }
}

extension Order {
    /// All that the engine gets, one line for each picture where they differ.
    var words: String { variations.isEmpty ? prompt : variations.joined(separator: "\n") }
}
