/// A JSON document as a value. Objects keep the order of their members; whole numbers stay whole.
///
/// Written by hand rather than on Foundation's coder because input must be refused with the place of the fault,
/// unknown and doubled members included, and because orders are imported at tens of thousands a second.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    /// A number that is not a whole one within 64 bits, as it was written.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    public struct Member: Hashable, Sendable {
        public let name: String
        public let value: JSONValue

        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    public var string: String? { if case .string(let text) = self { text } else { nil } }
    public var int: Int64? { if case .int(let number) = self { number } else { nil } }
    public var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    public var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }
    public var members: [Member] { if case .object(let members) = self { members } else { [] } }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByNilLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(nilLiteral: ()) { self = .null }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}

extension JSONValue {
    public init(_ text: String) { self = .string(text) }
    public init(_ text: String?) { self = text.map { .string($0) } ?? .null }
    public init(_ number: Int) { self = .int(Int64(number)) }
    public init(_ number: Int64) { self = .int(number) }
    public init(_ flag: Bool) { self = .bool(flag) }
    public init<Kind>(_ id: Identifier<Kind>) { self = .string(id.text) }
    public init<Kind>(_ id: Identifier<Kind>?) { self = id.map { .string($0.text) } ?? .null }
    public init(_ time: Timestamp) { self = .string(time.description) }
    public init(_ time: Timestamp?) { self = time.map { .string($0.description) } ?? .null }
    public init(_ money: Money) {
        self = .object([
            Member("amount", .int(money.amount)), Member("currency", .string(money.currency.code)),
        ])
    }
    public init(_ money: Money?) { self = money.map { JSONValue($0) } ?? .null }
    public init(_ items: [JSONValue]) { self = .array(items) }
    public init(_ texts: [String]) { self = .array(texts.map { .string($0) }) }
    public init(_ texts: [String: String]) {
        self = .object(texts.sorted { $0.key < $1.key }.map { Member($0.key, .string($0.value)) })
    }

    /// An object without the members whose value is nil.
    public static func object(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }

    /// The same object with members added at its end.
    public func adding(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(self.members + members.compactMap { name, value in value.map { Member(name, $0) } })
    }
}
