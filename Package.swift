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
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3"),
        .target(name: "SQLite", dependencies: ["CSQLite"], swiftSettings: interop),

        // What everything speaks.
        .target(name: "JSON", swiftSettings: settings),
        .target(name: "Domain", dependencies: ["JSON"], swiftSettings: settings),

        .target(name: "Catalog", dependencies: ["Domain", "JSON"], swiftSettings: settings),
        .target(name: "Storage", dependencies: ["Domain", "JSON", "SQLite"], swiftSettings: settings),

        // The rooms.

        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: testing),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog", "Domain", "JSON"], swiftSettings: testing),
    ],
    swiftLanguageModes: [.v6]
)
