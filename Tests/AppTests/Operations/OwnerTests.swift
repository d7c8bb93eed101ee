import Base
import Foundation
import TestSupport
import Testing

/// A server that runs as a user of its own, as the unit in `packaging/systemd` starts it, and root's commands beside it.
@Suite(
    .timeLimit(.minutes(10)),
    .enabled(if: OtherUser.isPossible, "only root can run a program as another user"))
struct OwnerTests {
    private let user = OtherUser()

    @Test func `what root does beside a server leaves it everything that it needs, and it starts again`()
        async throws
    {
        let directory = try TestDirectory()
        let data = directory.url.appending(path: "data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        user.own(directory.url)
        let environment = try ServerProcess.environment(directory)
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: data, client: client, environment, user: user)
            let shop = try await Qinghe.open(server.root)
            try await Self.takeCustomers(["lan", "zhu"], shop)
            try await shop.root.upload(shop.path("files"), Qinghe.picture(1), as: "image/jpeg").expect(201)
            for command in [["vault", "rotate"], ["vault", "reseal"]] {
                try await Self.run(command + ["--data", data.path], environment)
            }
            try await Self.run(
                ["erase", "--shop", shop.id, "--reason", "request", "lan", "--data", data.path], environment)
            try await Self.takeCustomers(["ju"], shop)
            try await shop.post("customers/zhu/erasure", ["reason": "request"]).expect(200)
            try await shop.root.upload(shop.path("files"), Qinghe.picture(2), as: "image/jpeg").expect(201)
            #expect(try await server.root.get("/readyz").status == 200)
            #expect(await server.stop() == 0)
            #expect(user.foreign(in: data) == [])
            let journal = try String(contentsOf: data.appending(path: "huitou.erasures"), encoding: .utf8)
            #expect(journal.contains("\"lan\"") && journal.contains("\"zhu\""))
            let again = try await ServerProcess.start(data: data, client: client, environment, user: user)
            #expect(try await again.root.get("/readyz").status == 200)
            #expect(await again.stop() == 0)
        }
    }

    @Test(.enabled(if: TestEngine.current == .sqlite, "a data directory is restored"))
    func `a backup that root puts in place is the server's, whoever made it`() async throws {
        let directory = try TestDirectory()
        let (data, backup) = (
            directory.url.appending(path: "data"), directory.url.appending(path: "tonight.huitou")
        )
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        user.own(directory.url)
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: data, client: client, user: user)
            let shop = try await Qinghe.open(server.root)
            try await shop.root.upload(shop.path("files"), Qinghe.picture(1), as: "image/jpeg").expect(201)
            try await Self.run(["backup", "--data", data.path, "--to", backup.path])
            #expect(user.foreign(in: data) == [])
            #expect(await server.stop() == 0)
            try await Self.run(["restore", backup.path, "--data", data.path, "--force"])
            #expect(user.foreign(in: data) == [])
            let again = try await ServerProcess.start(data: data, client: client, user: user)
            try await Qinghe(root: again.root, id: shop.id).get("orders").expect(200)
            #expect(await again.stop() == 0)
        }
    }

    private static func takeCustomers(_ ids: [String], _ shop: Qinghe) async throws {
        let people = ids.map { Qinghe.customer($0) }
        try await shop.root.importing(people, as: "customers", to: shop.id).expect(200)
    }

    private static func run(_ arguments: [String], _ environment: [String: String] = [:]) async throws {
        let done = try await ServerProcess.run(arguments, environment)
        #expect(done.status == 0, "\(arguments): \(done.text)")
    }
}
