// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Settings of the targets that touch C: every unsafe line is marked.
let interop = settings + [.enableExperimentalFeature("Lifetimes"), .strictMemorySafety()]

let package = Package(
    name: "flint",
    products: [.executable(name: "flint", targets: ["flint"])],
    targets: [
        // The C libraries, each behind one small face.
        .target(name: "CEvents"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3"),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium"),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
        .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: interop),
        .target(name: "Sodium", dependencies: ["CSodium"], swiftSettings: interop),
        .target(name: "Curl", dependencies: ["CCurl"], swiftSettings: interop),

        // What everything speaks.
        .target(name: "JSON", swiftSettings: settings),
        .target(name: "Domain", dependencies: ["JSON"], swiftSettings: settings),

        // The rooms.
        .target(name: "HTTP", dependencies: ["CEvents"], swiftSettings: interop),
        .target(name: "Web", dependencies: ["Curl"], swiftSettings: settings),

        // Says what our parser makes of bytes; Tests/Outside compares that with others.
        .executableTarget(name: "parse-probe", dependencies: ["HTTP"], swiftSettings: settings),

        .testTarget(name: "HTTPTests", dependencies: ["HTTP"], swiftSettings: settings),
        .testTarget(name: "WebTests", dependencies: ["Web", "Curl", "Sodium"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
