import Base
import Foundation
import Storage
import Vault

/// The door: files lie sealed in a directory, each under a key of its own, and a row says whose they are. The key lies
/// with the row, sealed with its owner's: whoever's data are erased, their files can be read by nobody.
public struct FileDesk: Sendable {
    private let directory: ContentDirectory
    private let store: FileStore
    private let outside: Outside

    public static let migrations = FileStore.migrations

    /// What of these tables is personal.
    public static let personal = [FileStore.key]

    public init(directory: URL, people: PersonVault, outside: Outside) {
        self.directory = ContentDirectory(url: directory)
        store = FileStore(people: people)
        self.outside = outside
    }

    /// Keeps what one call brings: stores it, and takes away again what nothing names because the call was refused, or
    /// is repeated and had its answer before.
    /// - Parameter body: `record`s them in the call's transaction.
    /// - Throws: what `store` and `body` throw.
    public func keep<Result>(
        _ files: [[UInt8]], _ body: ([KeptContent]) async throws -> Result
    ) async throws -> Result {
        var contents: [KeptContent] = []
        do {
            for bytes in files { contents.append(try store(bytes)) }
            let result = try await body(contents)
            discard(contents)
            return result
        } catch let refusal as any Refusal {
            discard(contents)
            throw refusal
        }
        // After any other failure it is not known whether a row was written.
    }

    private func discard(_ contents: [KeptContent]) {
        for content in contents where !content.naming.isNamed { directory.remove(content.address) }
    }

    /// Checks, seals and writes the bytes; done before the transaction that `record`s them, so that a row never points
    /// at nothing. Bytes without a row can be read by nobody.
    /// - Throws: `FileRefusal` for an empty, over-large, unknown or broken-off file; `StorageFailure` when the disk refuses.
    public func store(_ bytes: [UInt8]) throws -> KeptContent {
        guard !bytes.isEmpty else { throw FileRefusal.fileEmpty }
        guard bytes.count <= Limits.fileBytes else { throw FileRefusal.fileTooLarge(most: Limits.fileBytes) }
        guard let kind = FileKind(sniffing: bytes) else { throw FileRefusal.fileTypeNotAllowed }
        guard kind.isComplete(bytes) else { throw FileRefusal.fileIncomplete }
        let key = ContentKey(outside)
        return KeptContent(
            sha256: ContentDirectory.hash(bytes), kind: kind, bytes: bytes.count,
            address: try directory.write(SealedContent.seal(bytes, with: key)), key: key)
    }

    /// Notes whose a stored file is.
    public func record(
        _ content: KeptContent, by actor: Actor, in shop: ShopID, _ transaction: Transaction
    ) throws -> StoredFile {
        let file = StoredFile(
            id: transaction.identifiers.next("F", at: transaction.now), kind: content.kind,
            bytes: content.bytes, at: transaction.now, by: actor, owner: Person(actor, of: shop),
            address: content.address, seal: .key(content.key))
        try store.insert(file, content.key, in: shop, transaction)
        transaction.afterCommit { [naming = content.naming] in naming.name() }
        return file
    }

    /// Nil where the shop has no such file.
    public func find(
        _ id: Identifier<StoredFile>, in shop: ShopID, _ transaction: Transaction
    ) throws -> StoredFile? {
        try store.find(id, in: shop, transaction)
    }

    /// Nil where the shop has no such file that a customer's records may hold: theirs, or nobody's yet.
    public func find(
        _ id: Identifier<StoredFile>, forCustomer customer: String, in shop: ShopID,
        _ transaction: Transaction
    ) throws -> StoredFile? {
        guard let file = try find(id, in: shop, transaction) else { return nil }
        return file.owner.customer.map { $0 == customer } ?? true ? file : nil
    }

    /// Makes a file part of a customer's data, with which it is erased.
    public func give(
        _ id: Identifier<StoredFile>, toCustomer customer: String, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        let owner = Person.customer(customer, of: shop)
        guard let file = try find(id, in: shop, transaction), file.owner != owner else { return }
        try store.setOwner(owner, of: file, in: shop, transaction)
    }

    /// Takes files of a shop away. Their bytes go after the commit.
    public func delete(
        _ ids: [Identifier<StoredFile>], in shop: ShopID, _ transaction: Transaction
    ) throws {
        for id in ids {
            guard let file = try find(id, in: shop, transaction) else { continue }
            try delete(file, in: shop, transaction)
        }
    }

    /// Every file of a customer, oldest first.
    public func all(
        ofCustomer customer: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> [StoredFile] {
        try store.files(of: .customer(customer, of: shop), in: shop, transaction)
    }

    /// Takes every file of a customer away.
    /// - Returns: how many.
    public func deleteAll(
        ofCustomer customer: String, in shop: ShopID, _ transaction: Transaction
    ) throws -> Int {
        let files = try store.files(of: .customer(customer, of: shop), in: shop, transaction)
        for file in files { try delete(file, in: shop, transaction) }
        return files.count
    }

    private func delete(_ file: StoredFile, in shop: ShopID, _ transaction: Transaction) throws {
        try store.delete(file, in: shop, transaction)
        try removeAfterCommit(file.address, transaction)
    }

    /// Files that a version before kept lie once, however often they were sent.
    private func removeAfterCommit(_ address: String, _ transaction: Transaction) throws {
        guard try !store.isNamed(address, transaction) else { return }
        transaction.afterCommit { [directory] in directory.remove(address) }
    }

    /// - Throws: `fileUnknown` when their key was destroyed, `StorageFailure.unavailable` when the bytes are not there.
    public func content(of file: StoredFile) throws -> FileContent {
        if case .destroyed = file.seal { throw FileRefusal.fileUnknown }
        let path = directory.path(of: file.address)
        guard FileManager.default.fileExists(atPath: path) else {
            throw StorageFailure.unavailable("files: \(file.id) is not in \(directory.url.path)")
        }
        switch file.seal {
        case .none: return FileContent(path: path, bytes: file.bytes, key: nil)
        case .key(let key): return FileContent(path: path, bytes: file.bytes, key: key)
        case .destroyed: throw FileRefusal.fileUnknown
        }
    }
}

extension FileDesk {
    /// The name and length of everything that lies on the disk, each once, by name.
    public static func forEachContent(
        _ transaction: Transaction, _ body: (_ address: String, _ bytes: Int) throws -> Void
    ) throws {
        try FileStore.forEachContent(transaction, body)
    }

    /// Where a file lies inside the directory: `ab/abcd…`.
    public static func place(of address: String) -> String { ContentDirectory.place(of: address) }
}

extension FileDesk {
    private static let batch = 20

    /// Seals files that a version before has left as they were sent, one at a time, beside running servers.
    /// - Returns: how many. Those whose bytes are missing stay as they are.
    public func sealReadable(_ database: any Database) async throws -> Int {
        var (count, last) = (0, (shop: ShopID, id: Identifier<StoredFile>)?.none)
        while true {
            let some = try await database.read { [last] in
                try store.unsealed(after: last, limit: Self.batch, $0)
            }
            try Task.checkCancellation()
            for (shop, file) in some where try await seal(file, in: shop, database) { count += 1 }
            guard let end = some.last, some.count == Self.batch else { return count }
            last = (end.shop, end.file.id)
        }
    }

    private func seal(_ file: StoredFile, in shop: ShopID, _ database: any Database) async throws -> Bool {
        let old = FileContent(path: directory.path(of: file.address), bytes: file.bytes, key: nil)
        // Missing bytes are named by `huitou verify`.
        guard let bytes = try? old.whole() else { return false }
        let key = ContentKey(outside)
        let address = try directory.write(SealedContent.seal(bytes, with: key))
        return try await database.write(in: shop) { transaction in
            guard try store.setContent(address, key, of: file, in: shop, transaction) else {
                transaction.afterCommit { directory.remove(address) }
                return false
            }
            try removeAfterCommit(file.address, transaction)
            return true
        }
    }
}
