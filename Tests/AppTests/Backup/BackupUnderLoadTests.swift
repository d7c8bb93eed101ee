import Base
import Foundation
import Storage
import TestSupport
import Testing

/// Backups are taken while many callers work with the server. What it had said before is in them.
@Suite(.dataDirectories, .serialized, .timeLimit(.minutes(15))) struct BackupUnderLoadTests {
    private struct Taken {
        let path: String
        /// What had been acknowledged when the backup began.
        let said: [Int: CrashLoad.Said]
        let saidMeanwhile: Int
    }

    @Test func `a backup taken under load restores to all that was acknowledged before it, and verifies`()
        async throws
    {
        let (directory, backups) = (try TestDirectory(), try TestDirectory())
        let load = CrashLoad(orders: 2_400)
        var taken: [Taken] = []
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: directory.url, client: client)
            try await load.prepare(server.root)
            async let working: Void = load.work(on: server.root)
            for number in 0..<4 {
                // Until there is something to lose.
                while load.said.count < 150 + number * 500 { try await Task.sleep(for: .milliseconds(5)) }
                taken.append(try await Self.take(number, of: directory.url, into: backups.url, load))
            }
            await working
            #expect(await server.stop() == 0)
        }
        for backup in taken { try await Self.restore(backup, in: backups.url) }
        #expect(taken.contains { $0.saidMeanwhile > 0 }, "the server went on while it was copied")
    }

    private static func take(
        _ number: Int, of data: URL, into place: URL, _ load: CrashLoad
    ) async throws -> Taken {
        let (path, said) = (place.appending(path: "\(number).huitou").path, load.said)
        let run = try await ServerProcess.run(
            ["backup", "--data", data.path, "--to", path] + (try key(in: place)))
        #expect(run.status == 0)
        return Taken(path: path, said: said, saidMeanwhile: load.said.count - said.count)
    }

    /// Encrypted backups bring the installation's keys along, so that one file is all there is to restore.
    private static func key(in place: URL) throws -> [String] {
        let file = place.appending(path: "backup.key")
        try Data(0..<32).write(to: file)
        return ["--key-file", file.path]
    }

    private static func restore(_ backup: Taken, in place: URL) async throws {
        let data = place.appending(path: "restored-\(Outside.system.random())")
        let restored = try await ServerProcess.run(
            ["restore", backup.path, "--data", data.path] + (try key(in: place)))
        #expect(restored.status == 0, "\(restored.text)")
        let verified = try await ServerProcess.verify(data)
        #expect(verified.status == 0, "\(verified.text)")
        let lost = try await lost(of: backup.said, in: data)
        print(
            "backup under load: \(backup.said.count) acknowledged before, \(backup.saidMeanwhile) meanwhile, "
                + "\(lost.count) lost")
        #expect(lost.isEmpty, "\(lost.prefix(5))")
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: data, client: client)
            #expect(try await server.root.get("/readyz").status == 200)
            #expect(await server.stop() == 0)
        }
    }

    private static func lost(of said: [Int: CrashLoad.Said], in data: URL) async throws -> [String] {
        let records = try data.database()
        let known = try await records.read { transaction in
            Set(
                try transaction.rows(
                    "SELECT id FROM cases UNION SELECT id FROM files UNION SELECT order_id FROM order_changes"
                ) {
                    try $0.text()
                })
        }
        try await records.close()
        return said.values.map(\.id).filter { !known.contains($0) }
    }
}
