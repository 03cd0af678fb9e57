import Domain

/// Pictures to set texts over, made up: no ground is kind to all of them.
enum Scene: String, CaseIterable {
    case light, dark, grey, busy, noise, gradient, stripes

    func bitmap(width: Int, height: Int) -> Bitmap {
        var random = UInt32(2_463_534_242)
        func next() -> Int {
            random ^= random << 13
            random ^= random >> 17
            random ^= random << 5
            return Int(random >> 8)
        }
        var discs: [(x: Int, y: Int, radius: Int, colour: [UInt8])] = []
        if self == .busy {
            for _ in 0..<260 {
                let radius = next() % max(2, min(width, height) / 9) + 4
                let colour = (0..<3).map { _ in UInt8(next() & 255) }
                discs.append((next() % width, next() % height, radius, colour))
            }
        }
        var pixels = [UInt8](repeating: 0, count: width * height * 3)
        for y in 0..<height {
            for x in 0..<width {
                let place = (y * width + x) * 3
                let colour: [Int] =
                    switch self {
                    case .light: [246 - y * 12 / height, 244 - x * 8 / width, 238]
                    case .dark: [18 + y * 14 / height, 22, 38 + x * 20 / width]
                    case .grey: [128, 128, 128]
                    case .busy: [90, 120, 140]
                    case .noise: [next() & 255, next() & 255, next() & 255]
                    case .gradient: [x * 255 / width, y * 255 / height, 255 - x * 255 / width]
                    case .stripes: (x / max(4, width / 40)) % 2 == 0 ? [255, 255, 255] : [0, 0, 0]
                    }
                for band in 0..<3 { pixels[place + band] = UInt8(colour[band]) }
            }
        }
        for disc in discs {
            for y in max(0, disc.y - disc.radius)..<min(height, disc.y + disc.radius) {
                for x in max(0, disc.x - disc.radius)..<min(width, disc.x + disc.radius)
                where (x - disc.x) * (x - disc.x) + (y - disc.y) * (y - disc.y) < disc.radius * disc.radius {
                    for band in 0..<3 { pixels[(y * width + x) * 3 + band] = disc.colour[band] }
                }
            }
        }
        return Bitmap(width: width, height: height, pixels: pixels)
    }
}
