import App
import Archive
import Base
import Foundation
import Storage
import StorageSQLite
import TestSupport
import Testing
import Vault

@Suite(.dataDirectories) struct BackupTests {
    private static let key = ArchiveKey.bytes(Array(0..<32))

    /// A shop with a case and three pictures, and a backup of it.
    private static func withBackup(
        _ key: ArchiveKey?,
        _ body: @escaping @Sendable (_ place: TestDirectory, _ backup: String) async throws -> Void
    ) async throws {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            for number in 0..<3 { _ = try await shop.photo(UInt64(number)) }
            let place = try TestDirectory()
            let path = place.url.appending(path: "tonight.huitou").path
            let report = try await Backup(of: DataDirectory(server.services.configuration.dataDirectory))
                .write(to: path, key: key, replacing: false)
            #expect(report.members == 1 + 2 + 3 + (key == nil ? 0 : 1), "encrypted, it holds the keys too")
            #expect(try FileManager.default.contentsOfDirectory(atPath: place.url.path) == ["tonight.huitou"])
            try Self.keys(of: path).write(server.services.configuration.keyFile.read())
            try await body(place, path)
        }
    }

    /// Where the tests keep the keys that a backup needs.
    private static func keys(of backup: String) -> KeyFile { KeyFile(backup + ".keys") }

    private static func restore(
        _ path: String, into url: URL, _ key: ArchiveKey?, replacing: Bool = false
    ) async throws {
        _ = try await Restore(into: DataDirectory(url), keys: keys(of: path))
            .run(from: FileStream.reading(path), key: key, replacing: replacing)
    }

    @Test(arguments: [nil, key])
    func `a restored backup has the records and the files, and agrees with itself`(
        key: ArchiveKey?
    ) async throws {
        try await Self.withBackup(key) { place, path in
            let data = place.url.appending(path: "data")
            try await Self.restore(path, into: data, key)
            let report = try await DataCheck(DataDirectory(data)).run()
            #expect(report.faults == [])
            let names = try FileManager.default.subpathsOfDirectory(atPath: data.path)
            #expect(names.filter { $0.hasPrefix("files/") && $0.utf8.count > 60 }.count == 3)
            #expect(!names.contains { $0.hasSuffix(".part") })
        }
    }

    @Test func `a damaged backup is refused with what is wrong, and leaves nothing behind`() async throws {
        try await Self.withBackup(Self.key) { place, path in
            let whole = Array(try Data(contentsOf: URL(filePath: path)))
            let data = place.url.appending(path: "data")
            func refusal(_ bytes: [UInt8], _ key: ArchiveKey? = Self.key) async throws -> String {
                try Data(bytes).write(to: URL(filePath: path))
                do {
                    try await Self.restore(path, into: data, key)
                    return "taken"
                } catch {
                    #expect(try DataDirectory.contents(of: data) == [])
                    return "\(error)"
                }
            }
            var flipped = whole
            flipped[whole.count / 2] ^= 0x40
            #expect(try await refusal(flipped).hasPrefix("The backup is damaged near byte"))
            #expect(try await refusal(Array(whole.prefix(whole.count / 2))).contains("cut off"))
            #expect(try await refusal(Array(whole.prefix(40))).contains("ends early"))
            #expect(try await refusal(whole, .bytes(Array(1..<33))) == "The key does not fit this backup.")
            #expect(try await refusal(whole, nil) == "The backup is encrypted; name its key.")
            #expect(try await refusal([]) == "This is not a backup of Huitou.")
            #expect(try await refusal(whole) == "taken")
        }
    }

    @Test func `a backup that lacks a file is refused and the file is named`() async throws {
        try await Self.withBackup(nil) { place, path in
            var bytes = Array(try Data(contentsOf: URL(filePath: path)))
            let start = try #require(
                stride(from: 0, to: bytes.count, by: 512).first {
                    Array(bytes[$0..<min($0 + 6, bytes.count)]) == Array("files/".utf8)
                })
            let name = String(decoding: bytes[start..<start + 100].prefix { $0 != 0 }, as: UTF8.self)
            bytes.removeSubrange(start..<start + 1_024)
            try Data(bytes).write(to: URL(filePath: path))
            await #expect(throws: ArchiveFault.memberMissing(name)) {
                try await Self.restore(path, into: place.url.appending(path: "data"), nil)
            }
            #expect(throws: ArchiveFault.memberMissing(name)) {
                try BackupContents().check(FileStream.reading(path), key: nil)
            }
        }
    }

    @Test func `a directory that is not empty is kept, and with force its old contents stay beside`()
        async throws
    {
        try await Self.withBackup(nil) { place, path in
            let data = place.url.appending(path: "data")
            try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
            try Data("mine".utf8).write(to: data.appending(path: "note"))
            await #expect(throws: BackupFault.directoryNotEmpty(data.path)) {
                try await Self.restore(path, into: data, nil)
            }
            #expect(try DataDirectory.contents(of: data) == ["note"])
            try await Self.restore(path, into: data, nil, replacing: true)
            let kept = try FileManager.default.contentsOfDirectory(atPath: data.path)
                .filter { $0.hasPrefix("before-restore.") }
            #expect(kept.count == 1)
            #expect(FileManager.default.fileExists(atPath: data.appending(path: "\(kept[0])/note").path))
            #expect(try await DataCheck(DataDirectory(data)).run().faults == [])
        }
    }

    @Test func `a directory that a program is using is not replaced`() async throws {
        try await Self.withBackup(nil) { place, path in
            let data = place.url.appending(path: "data")
            try await Self.restore(path, into: data, nil)
            let open = try data.database()
            _ = try await open.read { try $0.count("SELECT COUNT(*) FROM events") }
            await #expect(throws: BackupFault.directoryInUse(data.path)) {
                try await Self.restore(path, into: data, nil, replacing: true)
            }
            try await open.close()
            try await Self.restore(path, into: data, nil, replacing: true)
        }
    }

    @Test func `a database that is none any more is replaced like any other`() async throws {
        try await Self.withBackup(nil) { place, path in
            let data = place.url.appending(path: "data")
            try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
            try Data("broken".utf8).write(to: data.appending(path: "huitou.sqlite"))
            try await Self.restore(path, into: data, nil, replacing: true)
            #expect(try await DataCheck(DataDirectory(data)).run().faults == [])
        }
    }

    @Test func `a missing file stops a backup unless it is to be left out, and verify names it`() async throws
    {
        try await TestServer.run { server in
            let shop = try await Qinghe.open(server.root)
            _ = try await shop.photo(1)
            let source = DataDirectory(server.services.configuration.dataDirectory)
            let files = source.url.appending(path: "files")
            let name = try #require(
                FileManager.default.subpathsOfDirectory(atPath: files.path).first { $0.utf8.count > 60 })
            try FileManager.default.removeItem(at: files.appending(path: name))
            let place = try TestDirectory()
            let path = place.url.appending(path: "b").path
            await #expect(throws: BackupFault.filesMissing(["\(files.path)/\(name) is missing"])) {
                try await Backup(of: source).write(to: path, key: nil, replacing: false)
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: place.url.path) == [])
            let faults = try await DataCheck(source).run().faults
            #expect(faults.count == 1 && faults[0].contains(name))

            try Self.keys(of: path).write(server.services.configuration.keyFile.read())
            var backup = Backup(of: source)
            backup.leavesOutMissingFiles = true
            #expect(
                try await backup.write(to: path, key: nil, replacing: false).facts.missingFiles.count == 1)
            try await Self.restore(path, into: place.url.appending(path: "data"), nil)
        }
    }

    @Test func `records on a PostgreSQL server are left to its own means, which the refusal names`()
        async throws
    {
        let place = try TestDirectory()
        let (data, backup) = (place.url.path, place.url.appending(path: "b").path)
        let server = "postgres://huitou@db.invalid/huitou"
        let runs: [(command: [String], environment: [String: String])] = [
            (["backup", "--data", data, "--to", backup, "--database", server], [:]),
            (["restore", backup, "--data", data], ["HUITOU_DATABASE": server]),
        ]
        for (command, environment) in runs {
            let ended = try await ServerProcess.run(command, environment)
            #expect(ended.status == 1 && ended.text.contains("huitou \(command[0]) is for data directories"))
            for means in ["pg_dump", "pg_restore", "key file", "docs/operating/postgresql.md"] {
                #expect(ended.text.contains(means), "\(ended.text)")
            }
        }
        let node = try await ServerProcess.run(["backup", "--data", data, "--to", backup])
        #expect(node.status == 1 && node.text.contains("no database") && node.text.contains("pg_dump"))
        #expect(!FileManager.default.fileExists(atPath: backup))
    }

    @Test func `commands say by their exit status how they ended`() async throws {
        let place = try TestDirectory()
        let nothing = place.url.appending(path: "nothing").path
        let backup = place.url.appending(path: "b").path
        #expect(try await ServerProcess.run(["backup", "--data", nothing, "--to", backup]).status == 1)
        #expect(try await ServerProcess.run(["restore", backup, "--data", nothing]).status == 1)
        #expect(try await ServerProcess.run(["verify", "--data", nothing]).status == 1)
        #expect(try await ServerProcess.run(["backup", "--data", nothing]).status == 2)
        #expect(try await ServerProcess.run(["restore"]).status == 2)
        #expect(try await ServerProcess.run(["backup", "--help"]).status == 0)
        #expect(!FileManager.default.fileExists(atPath: nothing + "/huitou.sqlite"))
    }
}

extension URL {
    /// The database of a data directory, opened beside the program.
    func database() throws -> any Database {
        try SQLiteDatabase(
            path: appending(path: "huitou.sqlite").path, durability: .normal, outside: Outside.system)
    }
}
