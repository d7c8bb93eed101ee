import Base
import Foundation
import TestSupport
import Testing

/// The disk fills up while the program runs: it says so, does nothing by halves, and goes on when there is room again.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FullDiskTests {
    @Test(.enabled(if: SmallDisk.isPossible, "a disk of a few megabytes can be mounted by root only"))
    func `on a full disk writes are refused as a whole, and go on once there is room`() async throws {
        let directory = try TestDirectory()
        try SmallDisk.mount(directory.url, megabytes: 160)
        defer { SmallDisk.unmount(directory.url) }
        let data = directory.url.appending(path: "data")
        let postgreSQL =
            TestEngine.current == .postgresql ? try PostgreSQLServer(on: .tables(directory.url)) : nil
        let environment = try postgreSQL.map { ["HUITOU_DATABASE": try $0.connection()] } ?? [:]
        try await ServerProcess.withClient { client in
            let server = try await ServerProcess.start(data: data, client: client, environment)
            let shop = try await Qinghe.open(server.root)
            let now = try await Sandbox(root: server.root).now()
            try await shop.take((0..<200).map { TestOrder(id: "o\($0)", variant: "cup-white").json(at: now) })
            let filler = directory.url.appending(path: "filler")
            try SmallDisk.fill(filler, leaving: 300_000)

            let answers = try await Self.apply(shop, 0..<200)
            let refused = answers.filter { $0.value.status != 201 }
            print(
                "full disk: \(answers.count - refused.count) of \(answers.count) cases were taken before it was full"
            )
            #expect(!refused.isEmpty && refused.count < answers.count)
            let told = Set(
                refused.values.map { "\($0.status) \($0.code ?? "") \($0.headers["content-type"] ?? "")" })
            #expect(told == ["507 storageFull application/problem+json"])
            let file = try await server.root.upload(
                shop.path("files"), Qinghe.picture(1) + [UInt8](repeating: 7, count: 200_000),
                as: "image/jpeg")
            file.expect(507, "storageFull")
            try await Self.check(shop, answers)
            #expect(try await server.root.get("/healthz").status == 200)
            let ready = try await server.root.get("/readyz").expect(503)
            #expect(ready.json["because"]?.string == "there is no room to store anything")

            try FileManager.default.removeItem(at: filler)
            #expect(try await server.root.get("/readyz").status == 200)
            let again = try await Self.apply(shop, 0..<200)
            #expect(Set(again.values.map(\.status)) == [201])
            let changed = again.filter {
                answers[$0.key]?.status == 201 && answers[$0.key]?.id != $0.value.id
            }
            #expect(changed.isEmpty, "\(changed.keys.sorted())")
            try await Self.check(shop, again)
            try await server.root.upload(shop.path("files"), Qinghe.picture(1), as: "image/jpeg").expect(201)
            #expect(await server.stop() == 0)
        }
        let verified = try await ServerProcess.verify(data, environment)
        #expect(verified.status == 0, "\(verified.text)")
    }

    private static func apply(_ shop: Qinghe, _ numbers: Range<Int>) async throws -> [Int: Reply] {
        var replies: [Int: Reply] = [:]
        for number in numbers {
            replies[number] = try await shop.post(
                "cases",
                [
                    "orderId": .string("o\(number)"), "kind": "refundOnly", "reason": "notReceived",
                    "lines": [["variantId": "cup-white"]],
                ], key: "wish-\(number)")
        }
        return replies
    }

    /// A case that was taken is there; of one that was refused there is nothing.
    private static func check(_ shop: Qinghe, _ answers: [Int: Reply]) async throws {
        for (number, reply) in answers where number % 7 == 0 {
            let order = try await shop.get("orders/o\(number)").expect(200).json
            let refunds = (order["payments"]?.items ?? []).filter { $0["kind"]?.string == "refund" }
            let wanted = reply.status == 201 ? [JSONValue.string(reply.id)] : []
            #expect(order["cases"]?.items == wanted && refunds.count == wanted.count, "order o\(number)")
        }
    }
}

/// A disk of a few megabytes in memory.
enum SmallDisk {
    static let isPossible: Bool = {
        guard geteuid() == 0, let place = try? TestDirectory() else { return false }
        defer { unmount(place.url) }
        return (try? mount(place.url, megabytes: 1)) != nil  // not allowed here: the test is left out
    }()

    struct Refused: Error {}

    static func mount(_ place: URL, megabytes: Int) throws {
        guard run(["mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", place.path]) == 0 else {
            throw Refused()
        }
    }

    /// Gives the disk so much more room, or so much less, than what lies on it.
    static func leave(_ bytes: Int, on place: URL) throws {
        var disk = statvfs()
        guard statvfs(place.path, &disk) == 0 else { throw Refused() }
        let used = Int((disk.f_blocks - disk.f_bfree) * UInt(disk.f_frsize))
        guard run(["mount", "-o", "remount,size=\(used + bytes)", place.path]) == 0 else { throw Refused() }
    }

    static func unmount(_ place: URL) { _ = run(["umount", "-l", place.path]) }

    /// Writes until not one more byte goes in, then gives so many back.
    static func fill(_ place: URL, leaving left: Int) throws {
        let descriptor = open(place.path, O_CREAT | O_WRONLY, 0o600)
        defer { close(descriptor) }
        for size in [1 << 20, 1 << 12, 1] {
            let piece = [UInt8](repeating: 1, count: size)
            while write(descriptor, piece, size) > 0 {}
        }
        ftruncate(descriptor, lseek(descriptor, 0, SEEK_END) - off_t(left))
    }

    /// Foundation's Process learns of an end by a descriptor that another process, started at the same moment, may keep
    /// open for as long as it lives; this one asks the system.
    private static func run(_ arguments: [String]) -> Int32 {
        var child = pid_t()
        let words = arguments.map { strdup($0) } + [nil]
        let variables = [strdup("PATH=/usr/sbin:/usr/bin:/sbin:/bin"), nil]
        defer { for text in words + variables { free(text) } }
        guard posix_spawnp(&child, arguments[0], nil, nil, words, variables) == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1, errno == EINTR {}
        return status
    }
}
