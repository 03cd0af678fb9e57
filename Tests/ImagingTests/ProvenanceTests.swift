import Domain
import Foundation
import Imaging
import JSON
import TestSupport
import Testing

/// What files say about themselves, as exiftool reads it.
struct ProvenanceTests {
    private let folder = TemporaryFolder()
    private let bitmap = Bitmap.gradient(width: 64, height: 48, seed: 1)

    private func tags(
        _ provenance: Provenance,
        _ configuration: Finisher.Configuration = .init(),
        _ format: PictureFormat
    )
        throws -> JSON
    {
        let finished = try Finisher(configuration).finish(
            bitmap,
            texts: [],
            isLabelled: false,
            format: format,
            provenance: provenance
        )
        let path = folder.path(of: "picture.\(format.fileExtension)")
        try Data(finished.bytes).write(to: URL(filePath: path))
        let printed = try run("exiftool", ["-j", "-G1", "-struct", "-warning", "-error", "-validate", "-all", path])
        return try #require(try JSON(parsing: printed).array?.first)
    }

    private static let files = [PictureFormat.jpeg, .png, .webp]

    @Test(arguments: files)
    func `each file says that a machine made it, and which`(format: PictureFormat) throws {
        var configuration = Finisher.Configuration()
        configuration.producer.name = "示例公司 & Co"
        configuration.producer.version = "1.2"
        let tags = try tags(Provenance(engine: "ember", pictureID: "abc-0"), configuration, format)
        #expect(
            tags["XMP-iptcExt:DigitalSourceType"]?.string
                == "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
        )
        #expect(tags["XMP-iptcExt:AISystemUsed"]?.string == "Flint (ember)")
        #expect(
            tags["XMP-iptcExt:AISystemVersionUsed"]?.string ?? "\(tags["XMP-iptcExt:AISystemVersionUsed"]?.number ?? 0)"
                == "1.2"
        )
        #expect(tags["XMP-xmp:CreatorTool"]?.string == "Flint 1.2")
        let aigc = try #require(tags["XMP-TC260:Aigc"]?.string ?? tags["XMP-TC260:AIGC"]?.string)
        let expected: JSON = [
            "Label": "1", "ContentProducer": "示例公司 & Co", "ProduceID": "abc-0", "ReservedCode1": "",
            "ContentPropagator": "", "PropagateID": "", "ReservedCode2": "",
        ]
        #expect(try JSON(parsing: aigc) == expected)
        #expect(tags["ExifTool:Warning"] == nil)
        #expect(tags["ExifTool:Error"] == nil)
        #expect(tags["ExifTool:Validate"]?.string?.contains("rror") != true)
    }

    @Test(arguments: files)
    func `a picture made with references is a composite, and keeps what they said`(format: PictureFormat) throws {
        var provenance = Provenance(engine: "ember", pictureID: "abc-0")
        provenance.usesReferences = true
        provenance.ingredients = [
            .init(digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"),
            .init(aigc: "{\"Label\":\"1\",\"ContentProducer\":\"<other>\"}"),
        ]
        let tags = try tags(provenance, format)
        #expect(
            tags["XMP-iptcExt:DigitalSourceType"]?.string
                == "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
        )
        let ingredients = try #require(tags["XMP-xmpMM:Ingredients"]?.array)
        #expect(ingredients.count == 2)
        #expect("\(ingredients[0])".contains("digitalCapture"))
        #expect("\(ingredients[1])".contains("<other>"))
    }

    private func tags(_ provenance: Provenance, _ format: PictureFormat) throws -> JSON {
        try tags(provenance, .init(), format)
    }

    @Test(arguments: files)
    func `the prompt is in the file only where the settings say so`(format: PictureFormat) throws {
        var provenance = Provenance(engine: "ember", pictureID: "abc-0")
        provenance.prompt = "a <cat> & \"ein Hund\" ]]> 猫\u{1}\r\nend"
        let silent = try tags(provenance, format)
        #expect(!"\(silent)".contains("Hund"))
        var configuration = Finisher.Configuration()
        configuration.keepsPrompts = true
        let told = try tags(provenance, configuration, format)["XMP-iptcExt:AIPromptInformation"]?.string
        #expect(told?.hasPrefix("a <cat> & \"ein Hund\" ]]> 猫") == true)
        #expect(told?.hasSuffix("end") == true)
    }

    @Test func `the longest prompt and many ingredients fit into a file`() throws {
        var provenance = Provenance(engine: "ember", pictureID: "abc-0")
        provenance.prompt = String(repeating: "&", count: 8000)
        provenance.ingredients = .init(repeating: .init(aigc: String(repeating: "<", count: 4096)), count: 14)
        var configuration = Finisher.Configuration()
        configuration.keepsPrompts = true
        let tags = try tags(provenance, configuration, .jpeg)
        #expect(tags["XMP-iptcExt:AIPromptInformation"]?.string?.count == 8000)
        #expect(tags["ExifTool:Warning"] == nil)
    }

    @Test(arguments: files)
    func `a picture that comes back as a reference is known again`(format: PictureFormat) throws {
        let bytes = try Finisher().finish(
            bitmap,
            texts: [],
            isLabelled: false,
            format: format,
            provenance: Provenance(engine: "ember", pictureID: "abc-7")
        ).bytes
        let path = folder.path(of: "back.\(format.fileExtension)")
        try Data(bytes).write(to: URL(filePath: path))
        let packet = try run("exiftool", ["-b", "-xmp", path])
        let mark = try #require(Provenance.Mark(xmp: packet))
        #expect(mark.digitalSourceType?.hasSuffix("/trainedAlgorithmicMedia") == true)
        #expect(try JSON(parsing: mark.aigc ?? "")["ProduceID"]?.string == "abc-7")
    }
}
