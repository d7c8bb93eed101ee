import Base
import Foundation
import Storage
import StorageSQLite
import TestSupport
import Testing

@Suite(.dataDirectories) struct DataDirectoryTests {
    @Test func `what a server keeps is readable by its own user alone`() async throws {
        let directory = try TestDirectory()
        let data = directory.url.appending(path: "data")
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: data, client: client)
            #expect(await server.stop() == 0)
        }
        let kept = try #require(FileManager.default.enumerator(atPath: data.path)).compactMap {
            $0 as? String
        }
        #expect(kept.contains("huitou.sqlite"))
        for path in [""] + kept {
            let found = try FileManager.default.attributesOfItem(atPath: data.appending(path: path).path)
            let mode = try #require(found[.posixPermissions] as? Int)
            #expect(mode & 0o077 == 0, "\(path) is open to others")
        }
    }

    @Test func `records of another version are told apart, and an older program leaves newer ones alone`()
        async throws
    {
        let directory = try TestDirectory()
        let data = directory.url.appending(path: "data")
        let file = data.appending(path: "huitou.sqlite").path
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: data, client: client)
            #expect(await server.stop() == 0)
        }
        func change(_ statement: SQL) async throws {
            let database = try SQLiteDatabase(path: file, outside: .system)
            try await database.write { try $0.run(statement) }
            try await database.close()
        }
        try await change("INSERT INTO migrations (name, at) VALUES ('2999-01-01-later', 0)")
        let later = try await ServerProcess.run(["serve", "--port", "0", "--data", data.path])
        #expect(later.status == 1 && later.text.contains("newer version"), "\(later)")
        #expect(try await ServerProcess.verify(data).text.contains("newer version"))
        try await change("DELETE FROM migrations WHERE name LIKE '2999%'")
        try await change("DELETE FROM migrations WHERE name = (SELECT MAX(name) FROM migrations)")
        let earlier = try await ServerProcess.verify(data)
        #expect(earlier.status == 1 && earlier.text.contains("not brought up to date"), "\(earlier)")
    }

    @Test(arguments: ["serve", "demo"])
    func `one server at a time uses a data directory, and commands work beside it`(
        command: String
    ) async throws {
        let directory = try TestDirectory()
        let data = directory.url.appending(path: "data")
        try await ServerProcess.withClient { client in
            let first = try await ServerProcess.start(data: data, client: client)
            let second = try await ServerProcess.run([command, "--port", "0", "--data", data.path])
            #expect(second.status == 1 && second.text.contains("Another server is using"), "\(second)")
            #expect(try await ServerProcess.verify(data).status == 0)
            await first.kill()
            let third = try await ServerProcess.start(data: data, client: client)
            #expect(await third.stop() == 0)
        }
    }
}
