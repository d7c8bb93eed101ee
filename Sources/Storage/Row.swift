import Base

/// One row, read column by column in the order of the statement.
///
/// A column that does not hold what the reader asks for is a programmer error between a statement and its reader
/// and throws `StorageFailure.unexpectedColumn`.
public struct Row {
    private let values: [SQLValue]
    private var place = 0

    public init(_ values: [SQLValue]) { self.values = values }

    public mutating func optionalText() throws -> String? {
        switch try next() {
        case .null: return nil
        case .text(let text): return text
        case .int, .bytes: throw unexpected("text")
        }
    }

    public mutating func optionalInt64() throws -> Int64? {
        switch try next() {
        case .null: return nil
        case .int(let number): return number
        case .text, .bytes: throw unexpected("integer")
        }
    }

    public mutating func optionalBytes() throws -> [UInt8]? {
        switch try next() {
        case .null: return nil
        case .bytes(let bytes): return bytes
        case .text, .int: throw unexpected("bytes")
        }
    }

    public mutating func text() throws -> String { try present(optionalText()) }
    public mutating func int64() throws -> Int64 { try present(optionalInt64()) }
    public mutating func int() throws -> Int { Int(try int64()) }
    public mutating func optionalInt() throws -> Int? { try optionalInt64().map { Int($0) } }
    public mutating func bool() throws -> Bool { try int64() != 0 }
    public mutating func bytes() throws -> [UInt8] { try present(optionalBytes()) }
    public mutating func time() throws -> Timestamp { Timestamp(milliseconds: try int64()) }
    public mutating func optionalTime() throws -> Timestamp? {
        try optionalInt64().map { Timestamp(milliseconds: $0) }
    }
    public mutating func id<Kind>() throws -> Identifier<Kind> { Identifier(try text()) }
    public mutating func optionalID<Kind>() throws -> Identifier<Kind>? {
        try optionalText().map { Identifier($0) }
    }

    public mutating func json() throws -> JSONValue { try JSONParser.parse(try text()) }
    public mutating func optionalJSON() throws -> JSONValue? {
        try optionalText().map { try JSONParser.parse($0) }
    }

    public mutating func currency() throws -> Currency {
        guard let currency = Currency(stored: try text()) else { throw unexpected("currency") }
        return currency
    }

    /// Two columns: amount, then currency.
    public mutating func money() throws -> Money { Money(try int64(), try currency()) }

    public mutating func choice<Choice: RawRepresentable>(_ type: Choice.Type = Choice.self) throws -> Choice
    where Choice.RawValue == String {
        try present(optionalChoice(type))
    }

    public mutating func optionalChoice<Choice: RawRepresentable>(
        _ type: Choice.Type = Choice.self
    ) throws -> Choice?
    where Choice.RawValue == String {
        guard let text = try optionalText() else { return nil }
        guard let choice = Choice(rawValue: text) else { throw unexpected("\(Choice.self)") }
        return choice
    }

    /// The next column as it is, for what copies rows.
    public mutating func value() throws -> SQLValue { try next() }

    private mutating func next() throws -> SQLValue {
        guard place < values.count else { throw unexpected("a further column") }
        defer { place += 1 }
        return values[place]
    }

    private func present<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw unexpected("a value") }
        return value
    }

    private func unexpected(_ wanted: String) -> StorageFailure {
        .unexpectedColumn(place: place, wanted: wanted)
    }
}
