import Domain
import Foundation
import Imaging
import JSON
import TestSupport
import Testing

struct FinisherTests {
    private let bitmap = Bitmap.plain(width: 400, height: 300, [40, 90, 160])

    private func finish(
        _ bitmap: Bitmap? = nil,
        _ configuration: Finisher.Configuration = .init(),
        texts: [Lettering] = [],
        isLabelled: Bool = false,
        format: PictureFormat = .png,
        provenance: Provenance = Provenance(engine: "ember", pictureID: "task-0")
    ) throws -> Finisher.Finished {
        try Finisher(configuration).finish(
            bitmap ?? self.bitmap,
            texts: texts,
            isLabelled: isLabelled,
            format: format,
            provenance: provenance
        )
    }

    @Test(arguments: [PictureFormat.jpeg, .png, .webp], [(400, 300), (401, 299), (7, 5), (1600, 100)])
    func `a file has the size of the picture, whatever is set over it`(
        format: PictureFormat,
        size: (width: Int, height: Int)
    ) throws {
        let bitmap = Bitmap.gradient(width: size.width, height: size.height, seed: 3)
        let bytes = try finish(bitmap, texts: [Lettering("Hello")], isLabelled: true, format: format).bytes
        #expect(PictureHeader(of: bytes) == PictureHeader(format: format, width: size.width, height: size.height))
    }

    @Test func `formats that nobody asks for are not written`() {
        for format in [PictureFormat.bmp, .gif, .tiff] {
            #expect(throws: ImagingError.self) { try finish(format: format) }
        }
    }

    @Test func `a picture without text and label keeps every pixel`() throws {
        let picture = Bitmap.gradient(width: 333, height: 222, seed: 9)
        #expect(try decode(try finish(picture).bytes) == picture)
    }

    @Test func `finishing several pictures at once gives what each gives alone`() async throws {
        let pictures = Scene.allCases.map { $0.bitmap(width: 480, height: 360) }
        let text = [Lettering("同时 at once")]
        let alone = try pictures.map { try finish($0, texts: text, isLabelled: true).bytes }
        let together = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for round in 0..<24 {
                group.addTask {
                    let index = round % pictures.count
                    return (index, try finish(pictures[index], texts: text, isLabelled: true).bytes)
                }
            }
            return try await group.reduce(into: [(Int, [UInt8])]()) { $0.append($1) }
        }
        #expect(together.count == 24)
        for (index, bytes) in together { #expect(bytes == alone[index]) }
    }

    // MARK: - What cannot be set

    @Test func `characters that no font has are left out, and told`() throws {
        let finished = try finish(texts: [Lettering("Hi 😀🇨🇳 \u{10D00}")])
        #expect(finished.warnings.count == 1)
        #expect(finished.warnings.first?.contains("😀") == true)
        #expect(try finish(texts: [Lettering("Hi")]).bytes == finished.bytes)
    }

    @Test func `emoji alone are no text`() throws {
        let finished = try finish(texts: [Lettering("😀")])
        #expect(finished.warnings.count == 1)
        #expect(try decode(finished.bytes) == bitmap)
    }

    @Test func `a text beyond the limit is left out, and told`() throws {
        let finished = try finish(texts: [Lettering(String(repeating: "a", count: 1001))])
        #expect(finished.warnings.first?.contains("1000") == true)
        #expect(try decode(finished.bytes) == bitmap)
        let crowd = try finish(texts: (0..<10).map { Lettering("n\($0)") })
        #expect(crowd.warnings == ["Only the first 8 texts in quotes are set over a picture."])
    }

    @Test func `what does not fit is left out, and told`() throws {
        let tiny = Bitmap.plain(width: 16, height: 16, [0, 0, 0])
        let finished = try finish(tiny, texts: [Lettering("a long text in a small picture")])
        #expect(finished.warnings.count == 1)
        #expect(try decode(finished.bytes) == tiny)
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["字", "word ", "W"])
    func `eight hundred characters fit`(unit: String) throws {
        let text = String(repeating: unit, count: 800 / unit.count)
        let finished = try finish(Bitmap.plain(width: 1024, height: 768, [0, 0, 0]), texts: [Lettering(text)])
        #expect(finished.warnings.isEmpty)
        let ink = try #require(try decode(finished.bytes).inkBox(besides: [0, 0, 0]))
        #expect(ink.width > 500 && ink.height > 150)
    }

    @Test(arguments: ["<b>bold</b>", "a & b", "<span", "&#0;", "</markup>", "%s %n", "\\n", "<i>"])
    func `markup is set as it stands`(text: String) throws {
        let finished = try finish(texts: [Lettering(text)])
        #expect(finished.warnings.isEmpty)
        // Were it markup, it would be as narrow as what is inside, or an error.
        let ink = try #require(try decode(finished.bytes).inkBox(besides: [40, 90, 160]))
        #expect(ink.width > 12 * text.count / 2)
    }
}
