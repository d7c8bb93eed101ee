import Base
import Storage
import Vault

/// The rows of files: what each is, whose, and its key, sealed with its owner's.
struct FileStore: Sendable {
    let people: PersonVault

    static let key = PersonalColumn("files", "content_key", owner: .actor("owner"))

    static let migrations = [
        Migration(
            "2026-11-22-files",
            [
                """
                CREATE TABLE files (
                    shop TEXT NOT NULL,
                    id TEXT NOT NULL,
                    sha256 TEXT NOT NULL,
                    type TEXT NOT NULL,
                    bytes BIGINT NOT NULL CHECK (bytes > 0),
                    at BIGINT NOT NULL,
                    actor_kind TEXT NOT NULL,
                    actor_id TEXT NOT NULL,
                    PRIMARY KEY (shop, id)
                )
                """
            ]),
        Migration("2026-11-22-files-by-content", ["CREATE INDEX files_by_content ON files (sha256)"]),
        Migration(
            "2026-11-23-files-sealed",
            [
                "ALTER TABLE files ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
                "ALTER TABLE files ADD COLUMN content_key TEXT",
                "UPDATE files SET owner = actor_kind || ' ' || actor_id",
                "CREATE INDEX files_by_owner ON files (shop, owner)",
                "CREATE INDEX files_unsealed ON files (shop, id) WHERE content_key IS NULL",
            ]),
    ]

    func insert(_ file: StoredFile, _ key: ContentKey, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO files (shop, id, sha256, type, bytes, at, actor_kind, actor_id, owner, content_key)
            VALUES (\(shop), \(file.id), \(file.address), \(file.kind.rawValue), \(file.bytes), \(file.at),
                \(file.by.kind), \(file.by.id), \(file.owner.name),
                \(try sealed(key, of: file.id, for: file.owner, transaction)))
            """)
    }

    func find(
        _ id: Identifier<StoredFile>, in shop: ShopID, _ transaction: Transaction
    ) throws -> StoredFile? {
        try files("id = \(id)", in: shop, transaction).first
    }

    func files(
        of owner: Person, in shop: ShopID, _ transaction: Transaction
    ) throws -> [StoredFile] {
        try files("owner = \(owner.name)", in: shop, transaction)
    }

    /// Files that a version before left as they were sent, some at a time.
    func unsealed(
        after last: (shop: ShopID, id: Identifier<StoredFile>)?, limit: Int, _ transaction: Transaction
    ) throws -> [(shop: ShopID, file: StoredFile)] {
        let further: SQL = if let last { "AND (shop, id) > (\(last.shop), \(last.id))" } else { "" }
        let ids: [(ShopID, Identifier<StoredFile>)] = try transaction.rows(
            """
            SELECT shop, id FROM files WHERE content_key IS NULL \(further) ORDER BY shop, id LIMIT \(limit)
            """
        ) { (try $0.id(), try $0.id()) }
        return try ids.compactMap { shop, id in try find(id, in: shop, transaction).map { (shop, $0) } }
    }

    /// Puts a sealed copy in the place of what lies as it was sent, unless somebody else has done so.
    func setContent(
        _ address: String, _ key: ContentKey, of file: StoredFile, in shop: ShopID, _ transaction: Transaction
    ) throws -> Bool {
        try transaction.changes(
            """
            UPDATE files SET sha256 = \(address), owner = \(file.owner.name),
                content_key = \(try sealed(key, of: file.id, for: file.owner, transaction))
            WHERE shop = \(shop) AND id = \(file.id) AND content_key IS NULL
            """) > 0
    }

    func setOwner(
        _ owner: Person, of file: StoredFile, in shop: ShopID, _ transaction: Transaction
    ) throws {
        let key: String? =
            if case .key(let key) = file.seal {
                try sealed(key, of: file.id, for: owner, transaction)
            } else {
                nil
            }
        try transaction.run(
            """
            UPDATE files SET owner = \(owner.name), content_key = \(key)
            WHERE shop = \(shop) AND id = \(file.id)
            """)
    }

    func delete(_ file: StoredFile, in shop: ShopID, _ transaction: Transaction) throws {
        try transaction.run("DELETE FROM files WHERE shop = \(shop) AND id = \(file.id)")
    }

    func isNamed(_ address: String, _ transaction: Transaction) throws -> Bool {
        try transaction.exists("SELECT 1 FROM files WHERE sha256 = \(address)")
    }

    /// The name and length of everything that lies on the disk, each once, by name.
    static func forEachContent(
        _ transaction: Transaction, _ body: (_ address: String, _ bytes: Int) throws -> Void
    ) throws {
        try transaction.forEach(
            """
            SELECT sha256, MAX(bytes), MAX(CASE WHEN content_key IS NULL THEN 0 ELSE 1 END)
            FROM files GROUP BY sha256 ORDER BY sha256
            """
        ) { row in
            let (address, bytes, isSealed) = (try row.text(), try row.int(), try row.int() == 1)
            try body(address, isSealed ? SealedContent.length(of: bytes) : bytes)
        }
    }

    private func sealed(
        _ key: ContentKey, of id: Identifier<StoredFile>, for owner: Person, _ transaction: Transaction
    ) throws -> String {
        try people.keyToWrite(owner, transaction).seal(key.text, in: Self.key, of: id.text, in: owner.shop)
    }

    private func files(
        _ filter: SQL, in shop: ShopID, _ transaction: Transaction
    ) throws -> [StoredFile] {
        let rows = try transaction.rows(
            """
            SELECT id, sha256, type, bytes, at, actor_kind, actor_id, owner, content_key FROM files
            WHERE shop = \(shop) AND \(filter) ORDER BY id
            """
        ) { row in try Stored(&row, in: shop) }
        let keys = try people.keys(of: rows.map(\.file.owner), transaction)
        return try rows.map { row in
            let text = try keys.open(row.key, of: row.file.owner, in: Self.key, of: row.file.id.text)
            return row.file.with(Self.seal(text))
        }
    }

    private static func seal(_ text: String?) -> StoredFile.Seal {
        guard let text else { return .none }
        return ContentKey(text: text).map { .key($0) } ?? .destroyed
    }

    /// A row before its key is opened.
    private struct Stored {
        let file: StoredFile
        let key: String?

        init(_ row: inout Row, in shop: ShopID) throws {
            let (id, address): (Identifier<StoredFile>, String) = (try row.id(), try row.text())
            let (kind, bytes, at): (FileKind, Int, Timestamp) = (
                try row.choice(), try row.int(), try row.time()
            )
            let (by, owner) = (Actor(try row.choice(), try row.text()), try row.text())
            // A node of the version before names no owner.
            file = StoredFile(
                id: id, kind: kind, bytes: bytes, at: at, by: by,
                owner: owner.isEmpty ? Person(by, of: shop) : Person(named: owner, of: shop),
                address: address, seal: .none)
            key = try row.optionalText()
        }
    }
}

extension StoredFile {
    fileprivate func with(_ seal: Seal) -> StoredFile {
        StoredFile(
            id: id, kind: kind, bytes: bytes, at: at, by: by, owner: owner, address: address, seal: seal)
    }
}
