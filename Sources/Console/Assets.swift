import Domain
import HTTP
import Sodium

/// Styles, scripts and pictures of the pages; they are part of the program, so that it stands alone wherever it is copied.
struct Assets: Sendable {
    private struct Asset: Sendable {
        var bytes: [UInt8]
        var type: String
    }

    private let all: [String: Asset]
    /// Changes with any of them, and stands in their addresses, so that browsers may keep them for ever.
    let version: String

    init() {
        let script = "text/javascript; charset=utf-8"
        all = [
            "console.css": Asset(bytes: PackageResources.console_css, type: "text/css; charset=utf-8"),
            "console.js": Asset(bytes: PackageResources.console_js, type: script),
            "playground.js": Asset(bytes: PackageResources.playground_js, type: script),
            "gallery.js": Asset(bytes: PackageResources.gallery_js, type: script),
            "icon.svg": Asset(bytes: PackageResources.icon_svg, type: "image/svg+xml"),
        ]
        let digests = all.sorted { $0.key < $1.key }.flatMap { SHA256().hash($0.value.bytes) }
        version = Base64.url.encode(Array(SHA256().hash(digests).prefix(9)))
    }

    func path(_ name: String) -> String { "/console/assets/\(version)/\(name)" }

    /// The answer for a name, if there is such an asset.
    func response(_ name: String, isCurrent: Bool) -> Response? {
        guard let asset = all[name] else { return nil }
        let keep = isCurrent ? "public, max-age=31536000, immutable" : "no-cache"
        return Response(.ok, headers: ["content-type": asset.type, "cache-control": keep], body: .bytes(asset.bytes))
    }
}

extension Console {
    @Sendable
    func sendAsset(_ visit: Visit) async throws -> Response {
        guard let name = visit.path["name"],
            let response = assets.response(name, isCurrent: visit.path["version"] == assets.version)
        else { throw Stop.notFound }
        return response
    }

    @Sendable
    func showIcon(_ visit: Visit) async throws -> Response {
        guard let response = assets.response("icon.svg", isCurrent: false) else { throw Stop.notFound }
        return response
    }
}
