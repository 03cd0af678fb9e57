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

/// Settings of the targets that count with millions of numbers, or look up thousands of words: without the optimizer they take fifty times as long, in tests too.
let arithmetic = interop + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// The same for targets that lend no pointers.
let drawing = settings + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Tests may use what their imports import.
let testing: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "flint",
    products: [.executable(name: "flint", targets: ["flint"])],
    targets: [
        // The C libraries, each behind one small face.
        .target(name: "CDiffusion", exclude: ["LICENSE"]),
        .target(name: "CEvents"),
        .target(name: "CProcesses"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3"),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium"),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
        .systemLibrary(name: "CVips", pkgConfig: "vips"),
        .systemLibrary(name: "CDNNL"),
        .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: interop),
        .target(name: "Sodium", dependencies: ["CSodium"], swiftSettings: interop),
        .target(name: "Curl", dependencies: ["CCurl", "Locking"], swiftSettings: interop),
        .target(name: "Vips", dependencies: ["CVips"], swiftSettings: interop),
        .target(name: "Processes", dependencies: ["CProcesses", "Locking"], swiftSettings: interop),
        .target(name: "OneDNN", dependencies: ["CDNNL"], swiftSettings: arithmetic),

        // What everything speaks.
        .target(name: "Locking", swiftSettings: interop),
        .target(name: "JSON", swiftSettings: settings),
        .target(name: "Domain", dependencies: ["JSON", "Locking"], swiftSettings: settings),
        .target(name: "Catalog", dependencies: ["Domain", "JSON"], swiftSettings: settings),

        // The rooms.
        .target(name: "HTTP", dependencies: ["CEvents", "Locking"], swiftSettings: interop),
        .target(name: "Web", dependencies: ["Curl", "Locking", "Sodium"], swiftSettings: settings),
        .target(name: "Storage", dependencies: ["Domain", "JSON", "Locking", "SQLite"], swiftSettings: settings),
        .target(
            name: "Imaging",
            dependencies: ["Domain", "JSON", "Locking", "Processes", "Vips"],
            swiftSettings: drawing
        ),
        .target(name: "Words", dependencies: ["Locking"], swiftSettings: arithmetic),
        .target(name: "Ember", dependencies: ["Domain", "JSON", "OneDNN", "Words"], swiftSettings: arithmetic),
        .target(name: "Rewriting", dependencies: ["Domain", "JSON", "Web", "Words"], swiftSettings: drawing),
        .target(name: "Workbench", dependencies: ["Domain"], swiftSettings: arithmetic),
        .target(
            name: "Checkpoints",
            dependencies: ["CDiffusion", "CProcesses", "Domain", "JSON", "Locking", "Processes", "Workbench"],
            swiftSettings: arithmetic
        ),
        .target(
            name: "Remote",
            dependencies: ["Domain", "JSON", "Locking", "Web", "Workbench"],
            swiftSettings: settings
        ),
        .target(
            name: "Studio",
            dependencies: ["Catalog", "Domain", "Imaging", "JSON", "Locking", "Web"],
            swiftSettings: settings
        ),
        .target(
            name: "Gateway",
            dependencies: ["Catalog", "Domain", "HTTP", "JSON", "Locking", "Sodium", "Web"],
            swiftSettings: settings
        ),
        .target(
            name: "Console",
            dependencies: ["Catalog", "Domain", "Gateway", "HTTP", "Imaging", "JSON", "Locking", "Sodium"],
            resources: [.embedInCode("Resources")],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "flint",
            dependencies: [
                "Catalog", "Checkpoints", "Console", "Domain", "Ember", "Gateway", "HTTP", "Imaging", "JSON",
                "Processes",
                "Remote", "Rewriting", "Sodium", "Storage", "Studio", "Web", "Workbench",
            ],
            swiftSettings: settings
        ),

        // Says what our parser makes of bytes; Tests/Outside compares that with others.
        .executableTarget(name: "parse-probe", dependencies: ["HTTP"], swiftSettings: settings),

        // How long a picture takes; for people to look at.
        .executableTarget(
            name: "drawing-benchmark",
            dependencies: ["Domain", "Ember", "Imaging", "OneDNN"],
            path: "Benchmarks/Drawing",
            swiftSettings: testing
        ),

        // Throws changed pictures at the decoders, for as long as one likes.
        .executableTarget(
            name: "picture-fuzz",
            dependencies: ["Domain", "Imaging"],
            path: "Tests/Fuzz",
            swiftSettings: testing
        ),

        // What happens to pictures on their way out: to look at, and to time.
        .executableTarget(
            name: "finishing-benchmark",
            dependencies: ["Domain", "Imaging"],
            path: "Benchmarks/Finishing",
            swiftSettings: testing
        ),

        // What tests share; the product never imports it.
        .target(name: "TestSupport", dependencies: ["Domain", "Imaging", "JSON", "Locking"], swiftSettings: settings),

        .testTarget(name: "EmberTests", dependencies: ["Domain", "Ember", "OneDNN"], swiftSettings: testing),
        .testTarget(
            name: "ImagingTests",
            dependencies: ["Domain", "Imaging", "JSON", "Processes", "TestSupport"],
            swiftSettings: testing + [.unsafeFlags(["-O"], .when(configuration: .debug))]
        ),
        .testTarget(name: "WordsTests", dependencies: ["Words"], swiftSettings: testing),
        .testTarget(
            name: "RewritingTests",
            dependencies: ["Domain", "Ember", "HTTP", "JSON", "Locking", "Rewriting", "TestSupport", "Web", "Words"],
            swiftSettings: testing
        ),
        .testTarget(name: "OneDNNTests", dependencies: ["OneDNN"], swiftSettings: testing),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: testing),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog", "Domain", "JSON"], swiftSettings: testing),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP"], swiftSettings: settings),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Catalog", "Domain", "Gateway", "HTTP", "JSON", "Sodium", "Storage", "Studio", "TestSupport", "Web",
            ],
            swiftSettings: testing
        ),
        .testTarget(
            name: "ConsoleTests",
            dependencies: [
                "Catalog", "Console", "Domain", "Gateway", "HTTP", "JSON", "Sodium", "Storage", "TestSupport",
            ],
            swiftSettings: testing
        ),
        .testTarget(
            name: "CheckpointsTests",
            dependencies: ["Checkpoints", "Domain", "JSON", "Locking", "TestSupport", "Workbench", "flint"],
            swiftSettings: testing
        ),
        .testTarget(
            name: "RemoteTests",
            dependencies: ["Domain", "JSON", "Locking", "Remote", "TestSupport", "Web", "Workbench"],
            swiftSettings: testing
        ),
        .testTarget(name: "SodiumTests", dependencies: ["Sodium"], swiftSettings: settings),
        .testTarget(
            name: "StorageTests",
            dependencies: ["Domain", "JSON", "SQLite", "Storage", "TestSupport"],
            swiftSettings: testing
        ),
        .testTarget(
            name: "StudioTests",
            dependencies: ["Catalog", "Domain", "HTTP", "Imaging", "JSON", "Storage", "Studio", "TestSupport", "Web"],
            swiftSettings: testing
        ),
        .testTarget(
            name: "WorkbenchTests",
            dependencies: ["Domain", "TestSupport", "Workbench"],
            swiftSettings: testing
        ),
        .testTarget(
            name: "WebTests",
            dependencies: ["Web", "Curl", "Locking", "Sodium", "TestSupport"],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
