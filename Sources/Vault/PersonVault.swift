import Base
import Crypto
import Foundation
import Storage
import Synchronization

/// Keeps a key for every person. It lies sealed with the installation's key; destroying it leaves nothing that could
/// open what that person's data were sealed with, in no table.
public struct PersonVault: Sendable {
    private let vault: Vault
    private let opened = OpenedKeys()

    public static let migrations =
        SecretStore.migrations + [
            Migration(
                "2026-11-22-person-keys",
                [
                    """
                    CREATE TABLE person_keys (
                        shop TEXT NOT NULL,
                        person TEXT NOT NULL,
                        sealed BYTEA,
                        ring_version BIGINT NOT NULL,
                        erased_at BIGINT,
                        PRIMARY KEY (shop, person),
                        CHECK ((sealed IS NULL) = (erased_at IS NOT NULL))
                    )
                    """,
                    "CREATE INDEX person_keys_by_version ON person_keys (ring_version, shop, person)",
                ]),
            Migration(
                "2026-11-23-person-erasures",
                ["CREATE INDEX person_keys_erased ON person_keys (erased_at) WHERE erased_at IS NOT NULL"]),
        ]

    private let signals: (any NodeSignals)?
    /// Of the signal that a key was destroyed or taken away.
    public static let topic = "people"

    /// - Parameter signals: tell other nodes that a key was destroyed.
    public init(_ vault: Vault, signals: (any NodeSignals)? = nil) {
        self.vault = vault
        self.signals = signals
        signals?.listen { [opened] signal in
            if signal == nil || signal?.topic == Self.topic { opened.forgetAll() }
        }
    }

    // MARK: Keys

    /// The person's key; one that opens nothing where there is none.
    public func key(of person: Person, _ transaction: Transaction) throws -> PersonKey {
        try keys(of: [person], transaction)[person] ?? PersonKey(nil, vault.outside)
    }

    /// The keys of several people of one shop. Those who have none are left out.
    public func keys(of people: [Person], _ transaction: Transaction) throws -> [Person: PersonKey] {
        var keys: [Person: PersonKey] = [:]
        let unopened = opened.fill(&keys, people, at: transaction.now, vault.outside)
        guard let shop = unopened.first?.shop else { return keys }
        let stored: [(Person, [UInt8]?)] = try transaction.rows(
            """
            SELECT person, sealed FROM person_keys WHERE shop = \(shop) AND person IN (\(list: unopened.map(\.name)))
            """
        ) { row in (Person(named: try row.text(), of: shop), try row.optionalBytes()) }
        for (person, sealed) in stored {
            let key = try sealed.map {
                SymmetricKey(data: try vault.open($0, for: Self.place(person)))
            }
            keys[person] = PersonKey(key, vault.outside)
            if let key { keep(key, person, transaction) }
        }
        return keys
    }

    /// The person's key, made when there is none yet.
    public func keyToWrite(_ person: Person, _ transaction: Transaction) throws -> PersonKey {
        try keysToWrite([person], transaction)[person] ?? PersonKey(nil, vault.outside)
    }

    /// The keys of several people of one shop, made for those who have none yet.
    public func keysToWrite(_ people: [Person], _ transaction: Transaction) throws -> [Person: PersonKey] {
        var keys = try keys(of: people, transaction)
        if people.contains(where: { keys[$0] == nil }) { try SecretStore(vault).catchUp(transaction) }
        for person in people where keys[person] == nil {
            let bytes = vault.outside.bytes(32)
            let sealed = try vault.seal(bytes, for: Self.place(person))
            try transaction.run(
                """
                INSERT INTO person_keys (shop, person, sealed, ring_version)
                VALUES (\(person.shop), \(person.name), \(sealed), \(Int(vault.version)))
                """)
            let key = SymmetricKey(data: bytes)
            keys[person] = PersonKey(key, vault.outside)
            keep(key, person, transaction)
        }
        return keys
    }

    /// Destroys the person's key for good: nothing can be sealed or opened with it any more.
    public func destroyKey(of person: Person, _ transaction: Transaction) throws {
        try transaction.run(
            """
            INSERT INTO person_keys (shop, person, ring_version, erased_at)
            VALUES (\(person.shop), \(person.name), \(Int(vault.version)), \(transaction.now))
            ON CONFLICT (shop, person) DO UPDATE SET sealed = NULL, erased_at = excluded.erased_at
            """)
        forgetOpened(transaction)
    }

    /// Takes a person's key away without a trace: of them nothing is kept any more, and they may come back as somebody
    /// new under the same name.
    public func removeKey(of person: Person, _ transaction: Transaction) throws {
        try transaction.run(
            "DELETE FROM person_keys WHERE shop = \(person.shop) AND person = \(person.name)")
        forgetOpened(transaction)
    }

    private func forgetOpened(_ transaction: Transaction) {
        opened.forgetAll()
        transaction.afterCommit { [opened, signals] in
            opened.forgetAll()
            signals?.send(NodeSignal(Self.topic, ""))
        }
    }

    /// The key of somebody of whom nothing is kept yet, made when there is none. What this node remembers of them does
    /// not count: another may have taken it away a moment ago.
    public func firstKey(of person: Person, _ transaction: Transaction) throws -> PersonKey {
        opened.forget(person)
        return try keyToWrite(person, transaction)
    }

    /// When the person's data were erased; nil while they were not.
    public func erasure(of person: Person, _ transaction: Transaction) throws -> Timestamp? {
        try transaction.first(
            """
            SELECT erased_at FROM person_keys
            WHERE shop = \(person.shop) AND person = \(person.name) AND erased_at IS NOT NULL
            """
        ) { try $0.time() }
    }

    /// Everybody whose data were erased.
    /// - Parameter moment: since then; nil: ever.
    public func erasures(
        since moment: Timestamp? = nil, _ transaction: Transaction
    ) throws -> [(person: Person, at: Timestamp)] {
        let since = moment ?? Timestamp(milliseconds: 0)
        return try transaction.rows(
            """
            SELECT shop, person, erased_at FROM person_keys
            WHERE erased_at IS NOT NULL AND erased_at >= \(since) ORDER BY shop, person
            """
        ) { row in (try Self.person(&row), try row.time()) }
    }

    /// A key that was not committed must seal nothing later; what is only read was committed.
    private func keep(_ key: SymmetricKey, _ person: Person, _ transaction: Transaction) {
        let now = transaction.now
        if transaction.scope == nil { return opened.keep(key, person, at: now) }
        transaction.afterCommit { [opened] in opened.keep(key, person, at: now) }
    }

    // MARK: Looking up

    /// What an exact lookup compares: equal for equal texts of one shop.
    public func digest(_ text: String, for purpose: String, in shop: ShopID) -> String {
        digest(Array(text.utf8), for: purpose, in: shop)
    }

    public func digest(_ bytes: [UInt8], for purpose: String, in shop: ShopID) -> String {
        Data(vault.digest(bytes, for: purpose, in: shop)).base64EncodedString()
    }

    /// The same as a number that is not negative, for what is found by many.
    public func number(_ bytes: [UInt8], for purpose: String, in shop: ShopID) -> Int64 {
        vault.digest(bytes, for: purpose, in: shop).prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) } & .max
    }

    /// A text as a chain of digests, one for each of its beginnings: the chain of a beginning is the beginning of the
    /// chain, so that an index finds what a text begins with and tells nothing of it but how long the same it begins.
    /// - Parameter links: how many characters are told apart; what is found is compared again once it is opened.
    public func chain(
        _ text: String, for purpose: String, in shop: ShopID, from shortest: Int, links: Int
    ) -> String {
        guard text.count >= shortest else { return "" }
        var chain = ""
        for length in shortest...min(text.count, shortest + links - 1) {
            let digest = vault.digest(String(text.prefix(length)), for: purpose, in: shop)
            chain += Data(digest.prefix(3)).base64EncodedString()
        }
        return chain
    }

    // MARK: Tables

    /// Seals what lies readable in columns that are personal.
    /// - Returns: how many values.
    @discardableResult
    public func sealReadable(_ columns: [PersonalColumn], _ transaction: Transaction) throws -> Int {
        try columns.reduce(0) { try $0 + $1.sealReadable(self, transaction) }
    }

    /// Seals keys that lie under an older key of the installation with the newest, some at a time.
    /// - Returns: how many; fewer than `limit` when all are done.
    public func reseal(limit: Int, _ transaction: Transaction) throws -> Int {
        let old: [(Person, [UInt8])] = try transaction.rows(
            """
            SELECT shop, person, sealed FROM person_keys
            WHERE ring_version < \(Int(vault.version)) AND sealed IS NOT NULL
            ORDER BY ring_version, shop, person LIMIT \(limit)
            """
        ) { row in (try Self.person(&row), try row.bytes()) }
        for (person, sealed) in old {
            let anew = try vault.seal(vault.open(sealed, for: Self.place(person)), for: Self.place(person))
            try transaction.run(
                """
                UPDATE person_keys SET sealed = \(anew), ring_version = \(Int(vault.version))
                WHERE shop = \(person.shop) AND person = \(person.name)
                """)
        }
        return old.count
    }

    /// How many keys lie under each of the installation's.
    public func counts(_ transaction: Transaction) throws -> [UInt16: Int] {
        var counts: [UInt16: Int] = [:]
        try transaction.forEach(
            "SELECT ring_version, COUNT(*) FROM person_keys WHERE sealed IS NOT NULL GROUP BY ring_version"
        ) { row in counts[UInt16(clamping: try row.int64())] = try row.int() }
        return counts
    }

    /// Two columns: shop, then person.
    private static func person(_ row: inout Row) throws -> Person {
        let shop: ShopID = try row.id()
        return Person(named: try row.text(), of: shop)
    }

    private static func place(_ person: Person) -> SealedPlace {
        SealedPlace("person_keys.sealed", person.name, of: person.shop)
    }
}

/// Keys that were opened lately, so that reading a record asks nothing more of the database. They are forgotten all
/// together after a while: a program beside this one may have destroyed some.
private final class OpenedKeys: Sendable {
    private static let most = 20_000
    private static let lifetime = Span.minutes(5)

    private struct State {
        var since = Timestamp(milliseconds: 0)
        var keys: [Person: SymmetricKey] = [:]

        mutating func refresh(at now: Timestamp) {
            guard keys.count >= OpenedKeys.most || now - since > OpenedKeys.lifetime else { return }
            keys.removeAll(keepingCapacity: true)
            since = now
        }
    }

    private let state = Mutex(State())

    /// - Returns: those whose keys are not here.
    func fill(
        _ found: inout [Person: PersonKey], _ people: [Person], at now: Timestamp, _ outside: Outside
    ) -> [Person] {
        state.withLock { state in
            state.refresh(at: now)
            var missing: Set<Person> = []
            for person in people where found[person] == nil {
                if let key = state.keys[person] {
                    found[person] = PersonKey(key, outside)
                } else {
                    missing.insert(person)
                }
            }
            return Array(missing)
        }
    }

    func keep(_ key: SymmetricKey, _ person: Person, at now: Timestamp) {
        state.withLock { state in
            state.refresh(at: now)
            state.keys[person] = key
        }
    }

    func forget(_ person: Person) { state.withLock { $0.keys[person] = nil } }

    func forgetAll() { state.withLock { $0.keys = [:] } }
}
