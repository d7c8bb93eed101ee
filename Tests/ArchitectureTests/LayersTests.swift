import Foundation
import Testing

/// What the layout promises, held against the files themselves.
@Suite struct LayersTests {
    private let manifest: Manifest
    private let sources: [SourceFile]

    init() throws {
        manifest = try Manifest(Repository.text("Package.swift"))
        sources = try Repository.program.get()
    }

    @Test func `the manifest and the folders name the same targets`() throws {
        let folders = try Repository.folders(in: "Sources")
        #expect(folders.filter { manifest.targets[$0] == nil } == [])
        #expect(folders.contains("AfterSales"))
        #expect(manifest.targets["AfterSales"]?.contains("Orders") == true)
        #expect(manifest.targets["Web"]?.contains("Hummingbird") == true)
        #expect(sources.count > 200)
    }

    @Test func `a file imports only what its target may use`() {
        let system: Set<String> = [
            "Foundation", "FoundationEssentials", "FoundationNetworking", "Dispatch", "Synchronization",
            "Glibc",
            "Darwin", "Musl",
        ]
        // Modules that come with a product of another name.
        let within: [String: Set<String>] = ["Hummingbird": ["HTTPTypes", "NIOCore", "HummingbirdCore"]]
        for source in sources {
            let named = manifest.targets[source.target] ?? []
            let allowed = named.union(system).union(named.flatMap { within[$0] ?? [] })
            #expect(source.imports.subtracting(allowed) == [], "\(source.path)")
        }
    }

    @Test func `imports go down`() throws {
        let layers = [
            ["Base", "CLibPQ"], ["Markup", "Localisation", "Storage", "Archive"],
            ["StorageSQLite", "StoragePostgreSQL", "Events", "Jobs", "Vault"], ["Files"],
            ["Web"], ["Webhooks"],
            ["Staff", "Policies", "Customers"], ["Payments"], ["Orders"],
            ["AfterSales", "Conversations", "Knowledge", "Assistant"],
            ["App"],
            ["CommandLineTool"],
        ]
        for (level, names) in layers.enumerated() {
            let below = Set(layers.prefix(level).joined())
            let known = Set(layers.joined())
            for name in names {
                let used = try #require(manifest.targets[name], "\(name)").intersection(known)
                #expect(used.subtracting(below) == [], "\(name)")
            }
        }
    }

    @Test(
        arguments: [
            ("GRDB", ["StorageSQLite"]), ("Hummingbird", ["Web", "App"]), ("Yams", ["Policies"]),
            ("StorageSQLite", ["App", "TestSupport", "Benchmarks"]),
            ("CLibPQ", ["StoragePostgreSQL", "TestSupport"]),
            ("StoragePostgreSQL", ["App", "TestSupport"]),
            ("ArgumentParser", ["CommandLineTool", "Benchmarks"]),
            ("Web", ["App"]), ("App", ["CommandLineTool", "Benchmarks"]), ("TestSupport", []),
        ] as [(String, [String])])
    func `only these know it`(module: String, targets: [String]) {
        let knowing = Set(sources.filter { $0.imports.contains(module) }.map(\.target))
        #expect(knowing.subtracting(targets) == [])
        let naming = Set(
            manifest.targets.filter { $0.value.contains(module) && !$0.key.hasSuffix("Tests") }.keys)
        #expect(naming.subtracting(targets) == [])
    }

    @Test func `Base knows only Foundation, and slices know no web`() {
        for source in sources where source.target == "Base" {
            #expect(source.imports.isSubset(of: ["Foundation"]))
        }
        for slice in [
            "Webhooks", "Staff", "Policies", "Customers", "Payments", "Orders", "AfterSales", "Conversations",
            "Knowledge", "Assistant",
        ] {
            #expect(
                manifest.targets[slice]?.isDisjoint(with: ["Web", "Markup", "Localisation", "App"]) == true)
        }
    }

    @Test func `time and chance are asked for in one file`() {
        let asking = [
            "Date()", "Date.now", "UUID()", ".random(in", "clock_gettime(", "gettimeofday(", ".shuffled()",
            ".randomElement()", "SystemRandomNumberGenerator()",
        ]
        let places = sources.flatMap { $0.places(of: asking) }
        #expect(places.filter { $0.path != "Sources/Base/SystemOutside.swift" }.map(\.description) == [])
        #expect(!places.isEmpty, "the search finds the one place")
    }

    @Test func `nothing is forced`() {
        let forced = sources.flatMap { $0.places(of: ["try!", "as!", "fatalError("]) }
        #expect(forced.map(\.description) == [])
    }

    @Test func `a dropped error has its reason beside it`() {
        let bare = sources.flatMap { $0.places(of: ["try?"]) }.filter { !$0.isExplained }
        #expect(bare.map(\.description) == [])
    }

    /// The simulated provider stands for a program of its own and keeps its memory itself.
    @Test func `SQL stands in stores`() {
        let slices: Set<String> = [
            "Webhooks", "Staff", "Policies", "Customers", "Payments", "Orders", "AfterSales", "Knowledge",
        ]
        let places = sources.filter { slices.contains($0.target) && !$0.path.contains("/Store/") }
            .filter { $0.path != "Sources/Payments/Gateways/SimulatedProvider.swift" }
            .flatMap { $0.places(of: ["SELECT ", "INSERT INTO ", "DELETE FROM ", "UPDATE "]) }
        #expect(places.map(\.description) == [])
    }
}
