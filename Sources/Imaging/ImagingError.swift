package import Domain

package enum ImagingError: Error, Equatable {
    /// Pictures come in as this, but do not go out so.
    case notWritten(PictureFormat)
    /// The file is not what its header says; the end of a sentence that begins with its name.
    case damaged(String)
    /// It takes more time to decode than a picture may.
    case tooSlow
    /// The decoder broke, or needed more memory than it may have.
    case decoderBroke
    /// The decoder could not be started.
    case unavailable(String)

    /// What can be said to whoever sent the picture; follows its name.
    package var sentence: String {
        switch self {
        case .notWritten(let format): "can't be written as \(format.rawValue)"
        case .damaged(let reason): "can't be decoded: \(reason)"
        case .tooSlow: "takes too long to decode"
        case .decoderBroke: "can't be decoded: it is too costly or broken"
        case .unavailable: "can't be decoded at the moment"
        }
    }
}
