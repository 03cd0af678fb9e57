import Foundation
import Testing
import Web

@Suite(
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"),
        "openssl is the server of these tests"
    ),
    .timeLimit(.minutes(1))
)
struct CertificateTests {
    private func client(certificates: String?) throws -> Client {
        try Client(.init(route: .direct(.everything), certificates: certificates, resolve: { _ in ["127.0.0.1"] }))
    }

    @Test func `a certificate that nobody vouches for is refused`() async throws {
        let server = try SecureServer(name: "picture.example")
        await #expect(throws: WebError.secureConnectionFailed) {
            try await client(certificates: nil).send(WebRequest(.get, "https://picture.example:\(server.port)/"))
        }
    }

    @Test func `a certificate that the settings name is trusted`() async throws {
        let server = try SecureServer(name: "picture.example")
        let client = try client(certificates: server.certificate)
        #expect(try await client.send(WebRequest(.get, "https://picture.example:\(server.port)/")).status == 200)
    }

    @Test func `a certificate for another name is refused`() async throws {
        let server = try SecureServer(name: "picture.example")
        let client = try client(certificates: server.certificate)
        await #expect(throws: WebError.secureConnectionFailed) {
            try await client.send(WebRequest(.get, "https://other.example:\(server.port)/"))
        }
    }
}

/// `openssl s_server` with a certificate of its own making.
private final class SecureServer {
    let port: Int
    let certificate: String
    private let folder: URL
    private let process = Process()

    init(name: String) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "flint-web-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "certificate.pem").path
        let key = folder.appending(path: "key.pem").path

        let openssl = URL(filePath: "/usr/bin/openssl")
        let maker = Process()
        maker.executableURL = openssl
        maker.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
            "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-keyout", key, "-out", certificate,
        ]
        maker.standardError = FileHandle.nullDevice
        try maker.run()
        maker.waitUntilExit()

        let output = Pipe()
        process.executableURL = openssl
        process.arguments = ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // `ACCEPT 127.0.0.1:41235`, once it listens.
        var text = ""
        while !text.contains(/ACCEPT .*\n/) {
            let data = output.fileHandleForReading.availableData
            try #require(!data.isEmpty, "openssl did not start")
            text += String(decoding: data, as: UTF8.self)
        }
        let match = try #require(text.firstMatch(of: /ACCEPT .*:(\d+)/))
        port = try #require(Int(match.1))
    }

    deinit {
        process.terminate()
        try? FileManager.default.removeItem(at: folder)
    }
}
