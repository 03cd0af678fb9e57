import Catalog
import Domain
import Testing

struct PictureRuleTests {
    @Test(arguments: Catalog.spark.models.compactMap(\.pictures))
    func `sides of four bytes each are too large, not too much to multiply`(rule: PictureRule) {
        for format in [PictureFormat.png, .tiff] {
            let header = PictureHeader(format: format, width: 0xFFFF_FFFF, height: 0xFFFF_FFFF)
            #expect(rule.fault(in: header, size: 24) != nil)
        }
    }

    @Test func `as many pixels as are allowed are allowed, and one row more is not`() throws {
        let rule = try #require(Catalog.spark["spark_dream_5_0"]?.pictures)
        let most = try #require(rule.pixels)
        #expect(rule.fault(in: PictureHeader(format: .png, width: 6000, height: most / 6000), size: 24) == nil)
        #expect(rule.fault(in: PictureHeader(format: .png, width: 6000, height: most / 6000 + 1), size: 24) != nil)
    }
}
