package import Catalog
package import Domain
package import Imaging
package import Locking

/// Brings the pictures that an order refers to into memory: fetched where they are URLs, checked, decoded.
package struct Gathering: Sendable {
    private let catalog: Catalog
    private let files: any FileStore
    private let fetch: Fetch
    private let decoder: Decoder
    /// Bytes of files that may be in memory at once, all tasks together.
    private let budget: Budget

    /// Gets what is behind a URL, no more than so many bytes; throws a sentence that follows the name of the picture.
    package typealias Fetch = @Sendable (_ url: String, _ limit: Int) async throws(Unfetched) -> [UInt8]

    package struct Unfetched: Error {
        package let sentence: String
        package init(_ sentence: String) { self.sentence = sentence }
    }

    package init(
        catalog: Catalog,
        files: any FileStore,
        fetch: @escaping Fetch,
        decoder: Decoder,
        budget: Budget = Budget(160 << 20)
    ) {
        self.catalog = catalog
        self.files = files
        self.fetch = fetch
        self.decoder = decoder
        self.budget = budget
    }

    /// All pictures of the order, in its order, or the failure that tells of each one that is no good. Those that the engine does not
    /// look at are looked through all the same, and left out.
    func pictures(of order: Order, for abilities: Abilities) async throws -> Gathered {
        guard !order.references.isEmpty else { return Gathered() }
        guard let rule = catalog[order.model]?.pictures else {
            throw ImageTask.Failure(.badReference, "\(order.model) takes no pictures.")
        }
        var outcomes = [Result<DecodedPicture, any Error>?](repeating: nil, count: order.references.count)
        try await withThrowingTaskGroup(of: (Int, Result<DecodedPicture, any Error>).self) { group in
            for (index, reference) in order.references.enumerated() {
                let side = index < abilities.references ? abilities.referenceSide : Self.glance
                group.addTask {
                    do {
                        return (index, .success(try await picture(reference, rule, side)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            for try await (index, outcome) in group { outcomes[index] = outcome }
        }
        try Task.checkCancellation()
        return try gathered(outcomes.compactMap { $0 }, order, abilities)
    }

    /// Sides of what is decoded only to see whether it can be.
    private static let glance = 16

    private func gathered(
        _ outcomes: [Result<DecodedPicture, any Error>],
        _ order: Order,
        _ abilities: Abilities
    ) throws -> Gathered {
        var result = Gathered()
        var faults: [ImageTask.Failure] = []
        for (outcome, reference) in zip(outcomes, order.references) {
            switch outcome {
            case .success(let picture):
                result.packets.append(picture.xmp)
                if result.pictures.count < abilities.references {
                    result.pictures.append(ReferencePicture(kind: reference.kind, bitmap: picture.bitmap))
                } else {
                    result.leftOut.append(reference.name)
                }
            case .failure(let fault as ImageTask.Failure): faults.append(fault)
            case .failure(let error): throw error
            }
        }
        if let first = faults.first {
            let message = faults.map(\.message).joined(separator: " ")
            throw ImageTask.Failure(first.kind, message, parameter: first.parameter)
        }
        return result
    }

    private func picture(_ reference: Reference, _ rule: PictureRule, _ side: Int) async throws -> DecodedPicture {
        try await budget.spend(rule.bytes) {
            let bytes = try await bytes(of: reference, limit: rule.bytes)
            if let fault = rule.fault(in: PictureHeader(of: bytes), size: bytes.count) {
                throw reference.failure(fault)
            }
            do {
                return try await decoder.decode(bytes, longestSide: side)
            } catch let error as ImagingError {
                if case .unavailable = error {
                    throw ImageTask.Failure(.engineBroke, "Pictures can't be decoded at the moment.")
                }
                throw reference.failure(error.sentence)
            }
        }
    }

    private func bytes(of reference: Reference, limit: Int) async throws -> [UInt8] {
        switch reference.source {
        case .file(let key): return try await files.read(key)
        case .url(let url):
            do throws(Unfetched) {
                return try await fetch(url, limit)
            } catch {
                throw reference.failure(error.sentence)
            }
        }
    }
}

/// What came of gathering.
struct Gathered {
    var pictures: [ReferencePicture] = []
    /// The XMP that came with each picture, of those left out, too.
    var packets: [[UInt8]] = []
    /// Names of those that the engine does not look at.
    var leftOut: [String] = []

    func warnings(_ engine: String) -> [String] {
        guard !leftOut.isEmpty else { return [] }
        return [
            "The engine \(engine) looks at \(pictures.count) references and left out \(leftOut.joined(separator: ", "))."
        ]
    }
}

extension Reference {
    fileprivate func failure(_ sentence: String) -> ImageTask.Failure {
        ImageTask.Failure(.badReference, "\(name) \(sentence).", parameter: name)
    }
}
