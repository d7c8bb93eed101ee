import Base
import Foundation
import Storage
import TestSupport
import Testing
import Vault

@testable import Files

/// Whoever has the disk reads no picture, and nobody reads those of a person who was erased.
@Suite struct SealedFileTests {
    private static let shop: ShopID = "teahouse"
    private static let piece = 64 << 10

    private let directory: TestDirectory
    private let database: any Database
    private let people: PersonVault
    private let desk: FileDesk

    init() async throws {
        directory = try TestDirectory()
        database = try directory.database(outside: .system)
        people = PersonVault(Vault(.make(.system), outside: .system))
        desk = FileDesk(
            directory: directory.url.appending(path: "files"), people: people, outside: .system)
        try await database.migrate(PersonVault.migrations + FileDesk.migrations)
    }

    private func keep(
        _ bytes: [UInt8] = TestPicture.jpeg(), by actor: Actor = Actor(.customer, "mei")
    ) async throws -> StoredFile {
        let content = try desk.store(bytes)
        return try await database.write(in: Self.shop) { [desk] in
            try desk.record(content, by: actor, in: Self.shop, $0)
        }
    }

    private func find(_ file: StoredFile) async throws -> StoredFile? {
        try await database.read { [desk] in try desk.find(file.id, in: Self.shop, $0) }
    }

    private func onDisk(_ file: StoredFile) throws -> Data {
        try Data(contentsOf: place(of: file))
    }

    private func place(of file: StoredFile) -> URL {
        directory.url.appending(path: "files/\(FileDesk.place(of: file.address))")
    }

    /// A picture of so many bytes; what stands behind its end is part of the file.
    private static func picture(of length: Int) -> [UInt8] {
        let picture = TestPicture.jpeg()
        return picture + (0..<max(0, length - picture.count)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    }

    @Test(arguments: [0, piece - 1, piece, piece + 1, 2 * piece, 3 * piece + 7])
    func `a file is read as it was sent, and the disk shows nothing of it`(length: Int) async throws {
        let bytes = Self.picture(of: length)
        let file = try #require(try await find(keep(bytes)))
        #expect(try desk.content(of: file).whole() == bytes)
        var pieces: [UInt8] = []
        try await desk.content(of: file).forEachPiece { pieces += $0 }
        #expect(pieces == bytes)
        let stored = try onDisk(file)
        #expect(stored.count == SealedContent.length(of: bytes.count))
        #expect(stored.range(of: Data(bytes.prefix(16))) == nil)
        #expect(ContentDirectory.hash(stored) == file.address)
    }

    @Test func `the same file sent twice lies there twice and nobody can tell`() async throws {
        let (one, two) = (try await keep(), try await keep())
        #expect(one.address != two.address)
        #expect(try onDisk(one) != onDisk(two))
    }

    @Test func `a file that was changed or cut off on the disk is not given`() async throws {
        let file = try await keep(Self.picture(of: 2 * Self.piece))
        let whole = try onDisk(file)
        for place in [0, 20, whole.count - 1] {
            var changed = whole
            changed[place] ^= 1
            try changed.write(to: self.place(of: file))
            #expect(throws: ContentFault.self) { try desk.content(of: file).whole() }
        }
        try whole.dropLast(100).write(to: place(of: file))
        #expect(throws: ContentFault.self) { try desk.content(of: file).whole() }
        try FileManager.default.removeItem(at: place(of: file))
        #expect(throws: StorageFailure.self) { try desk.content(of: file) }
    }

    @Test func `what a refused or repeated call has brought does not stay on the disk`() async throws {
        struct Refused: Refusal {
            let code = "refused"
            let kind = RefusalKind.conflict
        }
        let picture = TestPicture.jpeg()
        try await desk.keep([picture]) { _ in }
        await #expect(throws: Refused.self) { try await desk.keep([picture]) { _ in throw Refused() } }
        await #expect(throws: FileRefusal.self) { try await desk.keep([picture, [1, 2, 3]]) { _ in } }
        #expect(try onDisk().isEmpty)
        let kept = try await desk.keep([picture]) { [database, desk] contents in
            try await database.write(in: Self.shop) {
                try desk.record(contents[0], by: Actor(.customer, "mei"), in: Self.shop, $0)
            }
        }
        #expect(try onDisk() == [kept.address])
        await #expect(throws: StorageFailure.self) {
            try await desk.keep([picture]) { _ in throw StorageFailure.unavailable("commit") }
        }
        #expect(try onDisk().count == 2, "whether it was written down is not known")
    }

    /// The names of everything that lies there.
    private func onDisk() throws -> [String] {
        let files = directory.url.appending(path: "files")
        guard FileManager.default.fileExists(atPath: files.path) else { return [] }
        return try FileManager.default.subpathsOfDirectory(atPath: files.path).map {
            URL(filePath: $0).lastPathComponent
        }.filter { $0.count == 64 }
    }

    @Test func `a file is its sender's until it becomes a customer's, and then no other's`() async throws {
        let file = try await keep(by: Actor(.staff, "lin"))
        try await database.write(in: Self.shop) { [desk] transaction in
            #expect(
                try desk.find(file.id, forCustomer: "lan", in: Self.shop, transaction) != nil)
            try desk.give(file.id, toCustomer: "mei", in: Self.shop, transaction)
            #expect(try desk.find(file.id, forCustomer: "mei", in: Self.shop, transaction) != nil)
            #expect(try desk.find(file.id, forCustomer: "lan", in: Self.shop, transaction) == nil)
        }
        let given = try #require(try await find(file))
        #expect(try desk.content(of: given).whole() == TestPicture.jpeg())
    }

    @Test func `with a person's key goes what opens their files, whoever sent them`() async throws {
        let (own, sent) = (try await keep(), try await keep(by: Actor(.key, "shop")))
        try await database.write(in: Self.shop) { [desk, people] transaction in
            try desk.give(sent.id, toCustomer: "mei", in: Self.shop, transaction)
            try people.destroyKey(of: .customer("mei", of: Self.shop), transaction)
        }
        for file in [own, sent] {
            let lost = try #require(try await find(file))
            #expect(throws: FileRefusal.fileUnknown) { try desk.content(of: lost) }
        }
        let count = try await database.write(in: Self.shop) { [desk] in
            try desk.deleteAll(ofCustomer: "mei", in: Self.shop, $0)
        }
        #expect(count == 2 && !FileManager.default.fileExists(atPath: place(of: sent).path))
    }

    @Test func `files that the version before kept are read, and sealed where they lie`() async throws {
        let bytes = TestPicture.jpeg()
        let address = ContentDirectory.hash(Data(bytes))
        let old = directory.url.appending(path: "files/\(FileDesk.place(of: address))")
        try FileManager.default.createDirectory(
            at: old.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: old)
        for id in ["F1", "F2"] {
            try await database.write(in: Self.shop) {
                try $0.run(
                    """
                    INSERT INTO files (shop, id, sha256, type, bytes, at, actor_kind, actor_id)
                    VALUES (\(Self.shop), \(id), \(address), 'image/jpeg', \(bytes.count), 1, 'customer', 'mei')
                    """)
            }
        }
        let read = { [database, desk] in
            try await database.read { try desk.find("F1", in: Self.shop, $0) }
        }
        #expect(try desk.content(of: #require(try await read())).whole() == bytes)
        #expect(try await desk.sealReadable(database) == 2)
        #expect(try await desk.sealReadable(database) == 0)
        let sealed = try #require(try await read())
        #expect(try desk.content(of: sealed).whole() == bytes && sealed.address != address)
        #expect(!FileManager.default.fileExists(atPath: old.path))
    }
}
