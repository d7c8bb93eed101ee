import Base
import Storage

/// A column that holds what is personal. Whoever owns its table declares it, and everything else follows from that:
/// what is sealed when the program is brought up to date, what is emptied when a person's data are erased.
public struct PersonalColumn: Sendable, Hashable {
    public let table: String
    public let column: String
    /// The columns that name a row within its shop. What is sealed opens only in rows that agree in the first.
    public let key: [String]
    /// Whose it is, from the row.
    public let owner: Owner
    /// Whether a row may be without it.
    public let isOptional: Bool

    public init(
        _ table: String, _ column: String, key: [String] = ["id"], owner: Owner, isOptional: Bool = false
    ) {
        self.table = table
        self.column = column
        self.key = key
        self.owner = owner
        self.isOptional = isOptional
    }

    /// How a row says whose it is.
    public enum Owner: Sendable, Hashable {
        /// The row names a customer by their id, in this column.
        case customer(String)
        /// The row names somebody by what they are and their id, in this column.
        case actor(String)
        /// The row is somebody's who works for a shop or the platform, by their id in this column.
        case member(String)
        /// The row hangs on another that names a customer: the table, and the column that holds its id.
        case customerOf(_ table: String, by: String)

        /// Selects it as `Person` writes it down.
        fileprivate var name: String {
            switch self {
            case .customer(let column): "'customer ' || t.\(column)"
            case .actor(let column): "t.\(column)"
            case .member(let column):
                "CASE WHEN t.shop = '*' THEN 'platform ' ELSE 'staff ' END || t.\(column)"
            case .customerOf(let table, let column):
                "(SELECT 'customer ' || o.customer FROM \(table) o WHERE o.shop = t.shop AND o.id = t.\(column))"
            }
        }

        /// The condition for one person's rows, with `$2` for an id; nil where none can be theirs.
        fileprivate func rows(of person: Person) -> (filter: String, id: String)? {
            switch self {
            case .customer(let column): person.customer.map { ("t.\(column) = $2", $0) }
            case .actor(let column): ("t.\(column) = $2", person.name)
            case .member(let column): person.member.map { ("t.\(column) = $2", $0) }
            case .customerOf(let table, let column):
                person.customer.map {
                    ("t.\(column) IN (SELECT id FROM \(table) WHERE shop = $1 AND customer = $2)", $0)
                }
            }
        }
    }

    var name: String { "\(table).\(column)" }
}

extension PersonalColumn {
    private var keys: String { key.joined(separator: ", ") }

    /// Seals what lies there readable: all there was before the column was sealed, and what nodes of the version before
    /// have written since.
    /// - Returns: how many rows.
    func sealReadable(_ people: PersonVault, _ transaction: Transaction) throws -> Int {
        var (count, last) = (0, [SQLValue]())
        while true {
            let rows = try readable(after: last, transaction)
            for (shop, owners) in Dictionary(grouping: rows, by: \.shop) {
                let keys = try people.keysToWrite(
                    owners.map { Person(named: $0.owner, of: shop) }, transaction)
                for row in owners {
                    guard let key = keys[Person(named: row.owner, of: shop)] else { continue }
                    let sealed = try key.seal(row.text, in: self, of: row.record, in: shop)
                    try set(sealed, row, transaction)
                }
            }
            count += rows.count
            guard let end = rows.last, rows.count == Self.batch else { return count }
            last = [end.shop.sqlValue] + end.key
        }
    }

    /// Empties it in every row of one person, which an index finds.
    public func empty(_ person: Person, _ transaction: Transaction) throws {
        if let statement = emptying(person) { try transaction.run(statement) }
    }

    /// Nil where no row can be theirs.
    func emptying(_ person: Person, after words: String = "") -> SQL? {
        guard let rows = owner.rows(of: person) else { return nil }
        let update = "UPDATE \(table) AS t SET \(column) = \(nothing) WHERE t.shop = $1 AND \(rows.filter)"
        return SQL(numbered: words + update, [person.shop.sqlValue, .text(rows.id)])
    }

    private var nothing: String { isOptional ? "NULL" : "''" }

    private struct Readable {
        let shop: ShopID
        let key: [SQLValue]
        let owner: String
        let text: String

        /// What names the place.
        var record: String { if case .text(let text)? = key.first { text } else { "" } }
    }

    private static let batch = 500

    private func readable(after last: [SQLValue], _ transaction: Transaction) throws -> [Readable] {
        let names = (["shop"] + key).map { "t.\($0)" }.joined(separator: ", ")
        let owner = owner.name
        let places = last.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
        let further = last.isEmpty ? "" : "AND (\(names)) > (\(places))"
        return try transaction.rows(
            SQL(
                numbered: """
                    SELECT \(names), \(owner), t.\(column) FROM \(table) t
                    WHERE t.\(column) <> '' AND substr(t.\(column), 1, 1) <> $1 \(further)
                    ORDER BY \(names) LIMIT \(Self.batch)
                    """, [.text(PersonKey.mark)] + last)
        ) { row in
            Readable(
                shop: try row.id(), key: try key.map { _ in try row.value() },
                owner: try row.optionalText() ?? "", text: try row.text())
        }
    }

    private func set(_ sealed: String, _ row: Readable, _ transaction: Transaction) throws {
        let isRow = key.enumerated().map { "\($1) = $\($0 + 3)" }.joined(separator: " AND ")
        try transaction.run(
            SQL(
                numbered: "UPDATE \(table) SET \(column) = $1 WHERE shop = $2 AND \(isRow)",
                [.text(sealed), row.shop.sqlValue] + row.key))
    }
}
