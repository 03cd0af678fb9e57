import Foundation

/// What a person sees: words on standard error, answers on standard output.
enum Terminal {
    static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

    static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    static func answer(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// A bar that is drawn over itself; nothing where nobody looks.
    static func showProgress(_ progress: Double, _ label: String) {
        guard isInteractive else { return }
        let width = 30
        let full = Int(progress * Double(width))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
        FileHandle.standardError.write(Data("\r\(bar) \(Int(progress * 100)) % \(label)\u{1B}[K".utf8))
    }

    static func endProgress() {
        guard isInteractive else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    }
}
