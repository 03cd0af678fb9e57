import Domain
import Locking
import Sodium

/// Programs that ask a person for their rights. They are few and last minutes, so they live in memory.
final class DeviceDesk: Sendable {
    /// A program that asks.
    struct Asking: Sendable {
        var userCode: String
        /// Only who holds the other half of this key gets the answer.
        var publicKey: [UInt8]
        /// As the program calls itself.
        var name: String
        var peer: String
        var expiresAt: Timestamp
        var verdict: Verdict?
        /// The proofs that were shown; each is good once.
        var nonces: Set<String> = []
    }

    enum Verdict: Sendable {
        case allowed(Owner)
        case refused
    }

    enum Answer: Sendable {
        case pending, expired, refused
        case allowed(Owner, name: String)
    }

    static let lifetime = Duration.seconds(600)
    static let interval = 2
    /// How far a program's clock may be off.
    static let tolerance = Duration.seconds(300)
    private static let most = 1000
    private static let mostOfPeer = 20
    private let asking = Lock<[String: Asking]>([:])

    /// Answers with the code that the program keeps and the one that it shows; `nil` when too many ask.
    func begin(name: String, publicKey: [UInt8], peer: String, at now: Timestamp) -> (device: String, user: String)? {
        let device = Base64.url.encode(Random.bytes(32))
        let user = Self.userCode()
        return asking.withLock { asking in
            asking = asking.filter { now < $0.value.expiresAt }
            guard asking.count < Self.most, asking.values.count(where: { $0.peer == peer }) < Self.mostOfPeer,
                !asking.values.contains(where: { $0.userCode == user })
            else { return nil }
            asking[device] = Asking(
                userCode: user,
                publicKey: publicKey,
                name: name,
                peer: peer,
                expiresAt: now + Self.lifetime
            )
            return (device, user)
        }
    }

    /// Eight letters that are hard to confuse, `BCDF-GHJK`.
    private static func userCode() -> String {
        let letters = Array("BCDFGHJKLMNPQRSTVWXZ")
        var code: [Character] = []
        while code.count < 8 {
            // Bytes beyond the last whole multiple of 20 would make some letters likelier.
            for byte in Random.bytes(16) where byte < 240 && code.count < 8 { code.append(letters[Int(byte) % 20]) }
        }
        return String(code[..<4]) + "-" + String(code[4...])
    }

    /// The program that shows a code to its person; dashes, spaces and case don't matter.
    func find(userCode: String, at now: Timestamp) -> Asking? {
        let wanted = Self.plain(userCode)
        return asking.withLock { asking in
            asking.values.first { Self.plain($0.userCode) == wanted && now < $0.expiresAt && $0.verdict == nil }
        }
    }

    func decide(_ verdict: Verdict, userCode: String, at now: Timestamp) -> Bool {
        let wanted = Self.plain(userCode)
        return asking.withLock { asking in
            let found = asking.first {
                Self.plain($0.value.userCode) == wanted && now < $0.value.expiresAt && $0.value.verdict == nil
            }
            guard let found else { return false }
            asking[found.key]?.verdict = verdict
            return true
        }
    }

    private static func plain(_ code: String) -> String { code.uppercased().filter { $0.isLetter } }

    /// What became of it; `nil` when the proof is not the program's. An allowance is given out once.
    func answer(device: String, timestamp: Int64, nonce: String, proof: [UInt8], at now: Timestamp) -> Answer? {
        asking.withLock { asking -> Answer? in
            guard let entry = asking[device] else { return .expired }
            let message = SHA256().hash(utf8: "\(device):\(timestamp):\(nonce)")
            guard Ed25519.isSignature(proof, of: message, by: entry.publicKey) else { return nil }
            let age = now - Timestamp(seconds: timestamp)
            guard age < Self.tolerance, age + Self.tolerance > .zero, entry.nonces.count < 1000,
                asking[device]?.nonces.insert(nonce).inserted == true
            else { return nil }
            guard now < entry.expiresAt else {
                asking[device] = nil
                return .expired
            }
            switch entry.verdict {
            case nil: return .pending
            case .refused:
                asking[device] = nil
                return .refused
            case .allowed(let owner):
                asking[device] = nil
                return .allowed(owner, name: entry.name)
            }
        }
    }
}
