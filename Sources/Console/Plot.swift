/// Bars day by day, one colour a series. A table beside it says the same in numbers.
struct Plot {
    struct Series {
        var name: String
        var values: [Double]
    }

    var title: String
    var days: [String]
    var series: [Series]
    /// How a value is written.
    var write: (Double) -> String

    private var sums: [Double] {
        days.indices.map { day in series.reduce(0) { $0 + $1.values[day] } }
    }

    var html: HTML {
        let most = sums.max() ?? 0
        let peak = days.indices.max { sums[$0] < sums[$1] }
        let summary = peak.map { "\(title): \(write(most)) (\(days[$0]))" } ?? title
        return """
            <figure class="plot"><figcaption>\(title)<span class="plot-most">\(write(most))</span></figcaption>
            <div class="plot-field">
            <svg viewBox="0 0 \(days.count) 100" preserveAspectRatio="none" role="img" aria-label="\(summary)">\(bars(most))</svg></div>
            <div class="plot-days"><span>\(days.first ?? "")</span><span>\(days.last ?? "")</span></div>\(legend)</figure>
            """
    }

    private func bars(_ most: Double) -> HTML {
        guard most > 0 else { return .empty }
        return days.indices.html { day -> HTML in
            var top = 100.0
            return series.enumerated().html { index, series -> HTML in
                let height = series.values[day] / most * 100
                guard height > 0 else { return .empty }
                top -= height
                return """
                    <rect class="s\(index % 6)" x="\(String(day)).1" width="0.8" y="\(Self.rounded(top))" height="\(Self.rounded(height))">\
                    <title>\(days[day]) · \(series.name) · \(write(series.values[day]))</title></rect>
                    """
            }
        }
    }

    private var legend: HTML {
        guard series.count > 1 else { return .empty }
        let items = series.enumerated().html { "<li><span class=\"swatch s\($0 % 6)\"></span>\($1.name)</li>" }
        return "<ul class=\"legend\">\(items)</ul>"
    }

    private static func rounded(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
