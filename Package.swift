// swift-tools-version: 6.2
import PackageDescription

/// The manifest is the diagram: a target may import only what it names here, and imports go down.
/// ARCHITECTURE.md draws the same map; a test compares the two.

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

func slice(
    _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [], exclude: [String] = [],
    settings: [SwiftSetting] = strict
) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: exclude, resources: resources,
        swiftSettings: settings)
}

/// For a target that counts all the time: unoptimised, what a start learns in a second would take half a minute.
let optimised = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let scrypt = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

let package = Package(
    name: "huitou",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "huitou", targets: ["CommandLineTool"]),
        .executable(name: "huitou-bench", targets: ["Benchmarks"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // 0
        slice("Base", []),
        // 1
        slice("Markup", []),
        slice("Localisation", ["Base"], resources: [.copy("Strings")]),
        slice("Language", ["Base"], resources: [.copy("Corpus")], settings: optimised),
        slice("Storage", ["Base"]),
        slice("Archive", ["Base", crypto, scrypt]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        slice(
            "StorageSQLite",
            [
                "Base", "Storage", "CSQLite", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        slice("StoragePostgreSQL", ["Base", "Storage", "CLibPQ"]),
        // 2
        slice("Events", ["Base", "Storage", crypto]),
        slice("Jobs", ["Base", "Storage", logging]),
        slice("Vault", ["Base", "Storage", crypto]),
        slice("Files", ["Base", "Storage", "Archive", "Vault", crypto]),
        slice(
            "Web",
            [
                "Base", "Markup", "Localisation", "Storage", "Events", "Vault", hummingbird, nioCore,
                nioHTTPTypes, httpTypes, crypto, logging,
            ]),
        slice("Webhooks", ["Base", "Storage", "Events", "Jobs", "Vault", crypto]),
        // 3
        slice("Staff", ["Base", "Storage", "Events", "Jobs", "Vault", "Webhooks", crypto, scrypt]),
        slice("Policies", ["Base", "Storage", "Events", yams], resources: [.copy("Packs")]),
        slice("Customers", ["Base", "Storage", "Events", "Vault"]),
        slice("Payments", ["Base", "Storage", "Events", "Jobs", "Customers"]),
        slice(
            "Orders", ["Base", "Storage", "Events", "Jobs", "Vault", "Policies", "Customers", "Payments"]),
        slice(
            "Conversations",
            ["Base", "Language", "Storage", "Events", "Jobs", "Files", "Vault", "Customers", crypto],
            exclude: ["README.md"]),
        slice("Assistant", ["Base", "Language"], resources: [.copy("Resources/Dialogues")]),
        slice("Knowledge", ["Base", "Language", "Storage", "Events"], exclude: ["README.md"]),
        slice(
            "AfterSales",
            [
                "Base", "Storage", "Events", "Jobs", "Files", "Vault", "Policies", "Customers", "Payments",
                "Orders",
            ], exclude: ["README.md"]),
        // 4
        slice(
            "App",
            [
                "Base", "Markup", "Localisation", "Language", "Storage", "StorageSQLite", "StoragePostgreSQL",
                "Archive", "Events", "Jobs", "Files", "Vault", "Web", "Webhooks",
                "Staff", "Policies", "Customers", "Payments", "Orders", "AfterSales", "Conversations",
                "Knowledge", "Assistant",
                hummingbird, hummingbirdCore, httpClient,
                nioCore, nioPosix, nioHTTP, hummingbirdTLS, nioSSL,
                logging, crypto, lifecycle, signals,
            ], resources: [.copy("Resources")]),
        // 5
        .executableTarget(
            name: "CommandLineTool",
            dependencies: [
                "App", "Archive", "Base", "Knowledge", "Language", "Localisation", "Storage", "Events",
                "Vault",
                "Staff", "Policies", "Orders", "AfterSales", arguments, logging, nioCore,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "App", "Base", "Storage", "StorageSQLite", "Staff", "Policies", "Orders", "AfterSales",
                "Conversations", arguments,
                logging, httpClient, nioCore, nioHTTP,
            ], path: "Benchmarks/Sources", swiftSettings: strict),
        slice(
            "TestSupport",
            [
                "Base", "Storage", "StorageSQLite", "StoragePostgreSQL", "CLibPQ", "Events", "Jobs", "Files",
                "Vault", "Policies", "Customers", "Payments", "Orders", "AfterSales", "Conversations",
                "Knowledge", logging,
            ]),
        tests("BaseTests", ["Base", "TestSupport"]),
        tests("MarkupTests", ["Markup"]),
        tests("LanguageTests", ["Base", "Language", "TestSupport"]),
        tests(
            "PoliciesTests", ["Base", "Storage", "Events", "Policies", "TestSupport"], exclude: ["Stored"]),
        tests(
            "StaffTests",
            ["Base", "Storage", "Events", "Jobs", "Vault", "Webhooks", "Staff", "TestSupport", crypto]),
        tests(
            "WebMechanismTests",
            [
                "Base", "Markup", "Localisation", "Storage", "Events", "Vault", "Web", "TestSupport",
                hummingbird, hummingbirdCore, nioCore, nioPosix,
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "HummingbirdTesting", package: "hummingbird"), logging,
            ]),
        tests("FilesTests", ["Base", "Storage", "Files", "Vault", "TestSupport"]),
        tests(
            "ConversationsTests",
            [
                "Base", "Language", "Storage", "Events", "Files", "Vault", "Customers", "Conversations",
                "TestSupport",
            ]),
        tests(
            "KnowledgeTests", ["Base", "Language", "Storage", "Events", "Knowledge", "TestSupport"]),
        tests("AssistantTests", ["Assistant", "Base", "Language", "Localisation", "TestSupport"]),
        tests("ArchiveTests", ["Archive", "Base", "TestSupport"]),
        tests("StorageTests", ["Base", "Storage", "StorageSQLite", "StoragePostgreSQL", "TestSupport"]),
        tests(
            "WebhooksTests",
            ["Base", "Storage", "Events", "Jobs", "Vault", "Webhooks", "TestSupport", logging]),
        tests("VaultTests", ["Base", "Storage", "TestSupport", "Vault"]),
        tests("EventsTests", ["Base", "Storage", "Events", "TestSupport"]),
        tests("JobsTests", ["Base", "Storage", "Jobs", "TestSupport"]),
        tests(
            "PaymentsTests",
            ["Base", "Storage", "Events", "Jobs", "Customers", "Payments", "Orders", "TestSupport"]),
        tests(
            "OrdersTests",
            [
                "Base", "Storage", "Jobs", "Policies", "Customers", "Payments", "Orders", "AfterSales",
                "TestSupport",
            ]),
        tests(
            "AfterSalesTests",
            [
                "Base", "Storage", "Events", "Jobs", "Files", "Policies", "Customers", "Payments", "Orders",
                "AfterSales", "TestSupport",
            ]),
        tests(
            "AppTests",
            [
                "App", "AfterSales", "Archive", "Assistant", "Base", "Conversations", "Customers", "Events",
                "Jobs",
                "Knowledge", "Localisation",
                "Orders",
                "Payments", "Policies", "Storage", "StorageSQLite", "Staff", "Vault", "Web", "Webhooks",
                "CommandLineTool", "TestSupport", hummingbird,
                .product(name: "HummingbirdTesting", package: "hummingbird"), httpClient, nioCore, nioHTTP,
                nioPosix, nioSSL, logging, crypto, lifecycle,
            ], exclude: ["Dialogues/Stories"]),
        tests("ArchitectureTests", []),
    ]
)
