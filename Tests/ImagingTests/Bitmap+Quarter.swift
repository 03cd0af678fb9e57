import Domain

extension Bitmap {
    /// The colour in the middle of a quarter: 0 top left, 1 top right, 2 bottom left, 3 bottom right.
    func quarter(_ number: Int) -> [Int] {
        let x = width / 4 + (number % 2) * width / 2
        let y = height / 4 + (number / 2) * height / 2
        return (0..<3).map { Int(pixels[(y * width + x) * 3 + $0]) }
    }
}
