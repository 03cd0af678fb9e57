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

/// Settings of the targets that count with millions of numbers: without the optimizer they take fifty times as long, in tests too.
let arithmetic = interop + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Tests may use what their imports import.
let testing: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "flint",
    targets: [
        // The C libraries, each behind one small face.
        .target(name: "CEvents"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3"),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium"),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
        .systemLibrary(name: "CVips", pkgConfig: "vips"),
        .systemLibrary(name: "CDNNL"),
        .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: interop),
        .target(name: "Sodium", dependencies: ["CSodium"], swiftSettings: interop),
        .target(name: "Curl", dependencies: ["CCurl"], swiftSettings: interop),
        .target(name: "Vips", dependencies: ["CVips"], swiftSettings: interop),
        .target(name: "OneDNN", dependencies: ["CDNNL"], swiftSettings: arithmetic),

        // What everything speaks.
        .target(name: "JSON", swiftSettings: settings),
        .target(name: "Domain", dependencies: ["JSON"], swiftSettings: settings),
        .target(name: "Catalog", dependencies: ["Domain", "JSON"], swiftSettings: settings),

        // The rooms.
        .target(name: "HTTP", dependencies: ["CEvents"], swiftSettings: interop),
        .target(name: "Web", dependencies: ["Curl", "Sodium"], swiftSettings: settings),
        .target(name: "Storage", dependencies: ["Domain", "JSON", "SQLite"], swiftSettings: settings),
        .target(name: "Imaging", dependencies: ["Domain", "Vips"], swiftSettings: settings),
        .target(name: "Ember", dependencies: ["Domain", "JSON", "OneDNN"], swiftSettings: arithmetic),
        .target(name: "Studio", dependencies: ["Domain", "Imaging", "JSON"], swiftSettings: settings),
        .target(
            name: "Gateway", dependencies: ["Catalog", "Domain", "HTTP", "JSON", "Sodium", "Web"], swiftSettings: settings
        ),
        .executableTarget(
            name: "flint",
            dependencies: [
                "Catalog", "Domain", "Gateway", "HTTP", "JSON", "Sodium", "Storage", "Studio", "Web",
            ],
            swiftSettings: settings
        ),

        // What takes how long; for people to look at.
        .executableTarget(
            name: "DrawingBenchmark", dependencies: ["Domain", "Ember", "Imaging"], path: "Benchmarks/Drawing", swiftSettings: testing
        ),

        .testTarget(name: "EmberTests", dependencies: ["Domain", "Ember", "OneDNN"], swiftSettings: testing),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: testing),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog", "Domain", "JSON"], swiftSettings: testing),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP"], swiftSettings: settings),
        .testTarget(name: "SodiumTests", dependencies: ["Sodium"], swiftSettings: settings),
        .testTarget(name: "WebTests", dependencies: ["Web", "Curl", "Sodium"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
