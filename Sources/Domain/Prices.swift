/// What a picture costs, by model and size.
package struct Prices: Sendable, Equatable {
    /// A price for pictures of more than so many pixels; the last one that fits counts.
    package struct Step: Sendable, Equatable {
        package var above: Int
        package var price: Money

        package init(above: Int, price: Money) {
            self.above = above
            self.price = price
        }
    }

    package var standard = Money(nanodollars: 30_000_000)
    /// For each model its steps, by rising size.
    package var models: [String: [Step]] = [:]

    package init() {}

    package func price(of model: String, width: Int, height: Int) -> Money {
        models[model]?.last { width * height > $0.above }?.price ?? standard
    }
}
