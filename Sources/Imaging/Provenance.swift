import JSON

/// Where a picture comes from, as every file says of itself; the words are written by `XMP`, and a signature may bind them later.
package struct Provenance: Sendable, Equatable {
    /// The engine or model that drew it.
    package var engine: String
    /// This picture's own name at its producer: the job and the place in it.
    package var pictureID: String
    /// What was asked for; written only where the settings say so.
    package var prompt: String?
    /// Whether other pictures went into it.
    package var usesReferences = false
    /// What those pictures said about themselves, as far as they said anything.
    package var ingredients: [Mark] = []

    package init(engine: String, pictureID: String) {
        self.engine = engine
        self.pictureID = pictureID
    }

    var digitalSourceType: String { usesReferences ? Mark.composite : Mark.trainedAlgorithmicMedia }

    /// What a file says about having been made by a machine.
    package struct Mark: Sendable, Equatable {
        /// IPTC's word for how it came to be, a URI of http://cv.iptc.org/newscodes/digitalsourcetype/.
        package var digitalSourceType: String?
        /// China's implicit label after GB 45438, as JSON.
        package var aigc: String?

        package init(digitalSourceType: String? = nil, aigc: String? = nil) {
            self.digitalSourceType = digitalSourceType
            self.aigc = aigc
        }

        static let trainedAlgorithmicMedia = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
        static let composite = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
    }
}

/// Who makes the pictures.
package struct Producer: Sendable, Equatable {
    /// The name or code that GB 45438 asks for.
    package var name = "Flint"
    package var software = "Flint"
    package var version = ""

    package init() {}

    /// The value of `TC260:AIGC`: made by a machine for certain (1), by whom, and as what. Who spreads it fills in the rest.
    func label(of pictureID: String) -> String {
        let label: JSON = [
            "Label": "1", "ContentProducer": .string(name), "ProduceID": .string(pictureID), "ReservedCode1": "",
            "ContentPropagator": "", "PropagateID": "", "ReservedCode2": "",
        ]
        return label.text
    }
}
