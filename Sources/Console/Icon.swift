/// A drawing of a few strokes; it says nothing that its neighbour's text does not.
struct Icon: Sendable {
    private let name: String

    init(_ name: String) {
        self.name = name
    }

    var html: HTML {
        let shape = Self.shapes[name] ?? ""
        return """
            <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">\(HTML(stringLiteral: shape))</svg>
            """
    }

    /// On a field of 24 by 24; the style sheet says colour and stroke.
    private static let shapes = [
        "flint":
            "<path d=\"M12 2.5 5.5 11l3 10.5h7l3-10.5z\"/><path d=\"M5.5 11h13M12 2.5 9.5 11l2.5 10.5L14.5 11z\"/>",
        "playground":
            "<path d=\"M4 20c3 0 4.5-1 4.5-3.5a2.5 2.5 0 0 0-5 0C3.5 18 4 19 4 20z\"/><path d=\"M8.5 14 18 4.5a1.800 1.800 0 0 1 2.5 2.5L11 16.5\"/>",
        "tasks":
            "<rect x=\"3.5\" y=\"3.5\" width=\"7\" height=\"7\" rx=\"1.5\"/><rect x=\"13.5\" y=\"3.5\" width=\"7\" height=\"7\" rx=\"1.5\"/><rect x=\"3.5\" y=\"13.5\" width=\"7\" height=\"7\" rx=\"1.5\"/><rect x=\"13.5\" y=\"13.5\" width=\"7\" height=\"7\" rx=\"1.5\"/>",
        "keys": "<circle cx=\"8\" cy=\"15.5\" r=\"4.5\"/><path d=\"M11.5 12 20 3.5M16.5 7l3 3\"/>",
        "usage": "<path d=\"M4 20.5h16M6.5 20v-6M12 20V5M17.5 20v-9\"/>",
        "system": "<path d=\"M3 12h4l2.5-7 5 14 2.5-7h4\"/>",
        "people":
            "<circle cx=\"9\" cy=\"8\" r=\"3.5\"/><path d=\"M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.800a3.5 3.5 0 0 1 0 6.400M18 14.5c2 .7 3.200 2.5 3.5 5.5\"/>",
        "docs":
            "<path d=\"M5 4.5h11a3 3 0 0 1 3 3v12H8a3 3 0 0 1-3-3z\"/><path d=\"M5 16.5a3 3 0 0 1 3-3h11M9 8.5h6\"/>",
        "search": "<circle cx=\"10.5\" cy=\"10.5\" r=\"6\"/><path d=\"m15 15 5.5 5.5\"/>",
        "copy":
            "<rect x=\"8.5\" y=\"8.5\" width=\"12\" height=\"12\" rx=\"2\"/><path d=\"M15.5 8.5v-3a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3\"/>",
        "dice":
            "<rect x=\"4\" y=\"4\" width=\"16\" height=\"16\" rx=\"3\"/><path d=\"M8.5 8.5h.01M15.5 8.5h.01M12 12h.01M8.5 15.5h.01M15.5 15.5h.01\"/>",
        "picture":
            "<rect x=\"3.5\" y=\"4.5\" width=\"17\" height=\"15\" rx=\"2\"/><circle cx=\"8.5\" cy=\"9.5\" r=\"1.5\"/><path d=\"m4 17 5-5 4 4 3-2.5 4.5 4\"/>",
    ]
}
