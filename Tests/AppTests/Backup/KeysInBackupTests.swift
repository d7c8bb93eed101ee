import Archive
import Base
import Foundation
import Storage
import TestSupport
import Testing
import Vault

@testable import App

/// The keys that open what is sealed come back with it, or are asked for.
@Suite(.dataDirectories) struct KeysInBackupTests {
    private static let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    private static let key = ArchiveKey.bytes(Array(0..<32))

    /// A shop with a secret, backed up.
    private static func withBackup(
        _ key: ArchiveKey?, _ body: @escaping @Sendable (_ path: String, _ keys: KeyFile) async throws -> Void
    ) async throws {
        try await TestServer.run { server in
            let services = server.services
            _ = try await Qinghe.open(server.root)
            try await services.database.write { transaction in
                try SecretStore(services.vault).set(secret, as: "test", of: "qinghe", transaction)
            }
            let place = try TestDirectory()
            let path = place.url.appending(path: "tonight.huitou").path
            _ = try await Backup(of: DataDirectory(services.configuration.dataDirectory))
                .write(to: path, key: key, replacing: false)
            let database = try Data(
                contentsOf: services.configuration.dataDirectory.appending(path: "huitou.sqlite"))
            #expect(database.range(of: Data(secret.utf8)) == nil, "nobody reads it from the file")
            try await body(path, services.configuration.keyFile)
        }
    }

    private static func restored(
        _ path: String, _ key: ArchiveKey?, into data: URL, keys: KeyFile? = nil
    ) async throws -> String? {
        _ = try await Restore(into: DataDirectory(data), keys: keys)
            .run(from: FileStream.reading(path), key: key, replacing: true)
        var configuration = Configuration()
        configuration.dataDirectory = data
        configuration.keys = keys?.path
        let services = try await Services.open(configuration, logger: TestServer.quiet)
        let found = try await services.database.read { transaction in
            try SecretStore(services.vault).find("test", of: "qinghe", transaction)
        }
        try await services.close()
        return found
    }

    @Test func `an encrypted backup brings the keys along`() async throws {
        try await Self.withBackup(Self.key) { path, _ in
            let place = try TestDirectory()
            #expect(try await Self.restored(path, Self.key, into: place.url) == Self.secret)
            #expect(throws: Never.self) { try KeyFile(DataDirectory(place.url).keys).read() }
        }
    }

    @Test func `a plain backup holds no keys and says which it needs`() async throws {
        try await Self.withBackup(nil) { path, keys in
            let place = try TestDirectory()
            let missing = DataDirectory(place.url).keys
            await #expect(throws: VaultFault.keyFileMissing(missing)) {
                _ = try await Self.restored(path, nil, into: place.url)
            }
            #expect(try DataDirectory.contents(of: place.url) == [])
            #expect(try await Self.restored(path, nil, into: place.url, keys: keys) == Self.secret)
        }
    }

    @Test func `keys of another installation give way to those of an encrypted backup`() async throws {
        try await Self.withBackup(Self.key) { path, _ in
            let place = try TestDirectory()
            let there = KeyFile(DataDirectory(place.url).keys)
            let other = KeyRing.make(.system)
            try there.write(other)
            #expect(try await Self.restored(path, Self.key, into: place.url) == Self.secret)
            let kept = try FileManager.default.subpathsOfDirectory(atPath: place.url.path)
                .filter { $0.hasPrefix("before-restore.") && $0.hasSuffix("/huitou.keys") }
            #expect(
                try kept.map { try KeyFile(place.url.appending(path: $0).path).read().name } == [other.name])
        }
    }

    @Test func `a server refuses keys that are not its own, and makes none where they are lost`() async throws
    {
        let place = try TestDirectory()
        var configuration = Configuration()
        configuration.dataDirectory = place.url
        let settled = configuration
        try await Self.open(settled)
        let file = settled.keyFile
        try FileManager.default.removeItem(atPath: file.path)
        await #expect(throws: VaultFault.keyFileMissing(file.path)) { try await Self.open(settled) }
        try file.write(.make(.system))
        await #expect(throws: VaultFault.keyFileForeign(file.path)) { try await Self.open(settled) }
    }

    private static func open(_ configuration: Configuration) async throws {
        try await Services.open(configuration, logger: TestServer.quiet).close()
    }

    @Test func `a server that has not met the new key seals nothing with one that may go`() async throws {
        try await TestServer.run { server in
            let services = server.services
            let shop = try await Qinghe.open(server.root)
            let file = services.configuration.keyFile
            let rotated = try file.read().rotated(.system)
            try file.write(rotated)
            let other = Resealing(
                database: services.database, vault: Vault(rotated, outside: .system), files: services.files)
            _ = try await other.run()
            // 梅's key is remembered and needs no opening; the next customer's is new.
            let next = Qinghe.customer("next")
            try await shop.root.importing([next], as: "customers", to: shop.id).expect(200)
            #expect(try await other.counts().keys.sorted() == [2])
            try file.write(rotated.withoutOldKeys())
            let reader = PersonVault(Vault(try file.read(), outside: .system))
            let isThere = try await services.database.read {
                try !reader.key(of: .customer("next", of: ShopID(shop.id)), $0).isErased
            }
            #expect(isThere)
        }
    }

    @Test func `a node that was not given the new key seals nothing`() async throws {
        try await TestServer.run { server in
            let services = server.services
            let shop = try await Qinghe.open(server.root)
            let rotated = try services.configuration.keyFile.read().rotated(.system)
            _ = try await Resealing(
                database: services.database, vault: Vault(rotated, outside: .system), files: services.files
            ).run()
            let next = Qinghe.customer("next")
            let reply = try await shop.root.importing([next], as: "customers", to: shop.id)
            #expect(reply.status == 500)
            #expect(try await services.resealing.counts().keys.sorted() == [2])
        }
    }

    @Test func `keys are changed while servers work, and the old ones go once nothing needs them`()
        async throws
    {
        try await TestServer.run { server in
            let services = server.services
            let file = services.configuration.keyFile
            _ = try await Qinghe.open(server.root)
            try await services.database.write { transaction in
                try SecretStore(services.vault).set(Self.secret, as: "test", of: "qinghe", transaction)
            }
            let rotated = try file.read().rotated(.system)
            try file.write(rotated)
            let other = Resealing(
                database: services.database, vault: Vault(rotated, outside: .system), files: services.files)
            #expect(try await other.run() > 0)
            #expect(try await other.counts().keys.sorted() == [2])
            let found = try await services.database.read { transaction in
                try SecretStore(services.vault).find("test", of: "qinghe", transaction)
            }
            #expect(found == Self.secret, "the running server reads the file again")
            #expect(services.vault.ring.current == 2)
        }
    }
}
