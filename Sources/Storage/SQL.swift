import Base

/// A statement whose interpolated values are bound, never pasted: `"SELECT id FROM orders WHERE shop = \(shop)"`.
///
/// The text is the common subset of SQLite and PostgreSQL with `$1`, `$2`, … for the values.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    private var pieces: [String]
    public private(set) var arguments: [SQLValue]

    public init(stringLiteral value: String) {
        pieces = [value]
        arguments = []
    }

    public init(stringInterpolation: StringInterpolation) {
        pieces = stringInterpolation.pieces
        arguments = stringInterpolation.arguments
    }

    /// A statement that numbers its own values; a number may stand more than once and in any order.
    public init(numbered text: String, _ arguments: [SQLValue]) {
        pieces = [text]
        self.arguments = arguments
        isNumbered = true
    }

    private var isNumbered = false

    /// The text with its numbered placeholders.
    public var text: String {
        guard !isNumbered, pieces.count > 1 else { return pieces[0] }
        var text = pieces[0]
        for index in 1..<pieces.count {
            text += "$\(index)"
            text += pieces[index]
        }
        return text
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var pieces: [String] = [""]
        var arguments: [SQLValue] = []

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { pieces[pieces.count - 1] += literal }

        public mutating func appendInterpolation(_ value: SQLValue) {
            arguments.append(value)
            pieces.append("")
        }

        public mutating func appendInterpolation(_ value: some SQLConvertible) {
            appendInterpolation(value.sqlValue)
        }

        public mutating func appendInterpolation(_ value: (some SQLConvertible)?) {
            appendInterpolation(value?.sqlValue ?? .null)
        }

        /// Another statement's text and values, such as a shared list of columns or a filter.
        public mutating func appendInterpolation(_ part: SQL) {
            pieces[pieces.count - 1] += part.pieces[0]
            pieces.append(contentsOf: part.pieces.dropFirst())
            arguments.append(contentsOf: part.arguments)
        }

        /// `$1, $2, …` for the members of an `IN (…)`; an empty list matches nothing.
        public mutating func appendInterpolation(list values: [some SQLConvertible]) {
            if values.isEmpty { appendLiteral("NULL") }
            for (index, value) in values.enumerated() {
                if index > 0 { appendLiteral(", ") }
                appendInterpolation(value.sqlValue)
            }
        }
    }
}

/// A value that a statement binds or a row holds.
public enum SQLValue: Sendable, Hashable {
    case null
    case int(Int64)
    case text(String)
    case bytes([UInt8])
}

public protocol SQLConvertible { var sqlValue: SQLValue { get } }

extension String: SQLConvertible { public var sqlValue: SQLValue { .text(self) } }
extension Int: SQLConvertible { public var sqlValue: SQLValue { .int(Int64(self)) } }
extension Int64: SQLConvertible { public var sqlValue: SQLValue { .int(self) } }
extension Bool: SQLConvertible { public var sqlValue: SQLValue { .int(self ? 1 : 0) } }
extension Timestamp: SQLConvertible { public var sqlValue: SQLValue { .int(milliseconds) } }
extension Span: SQLConvertible { public var sqlValue: SQLValue { .int(milliseconds) } }
extension Identifier: SQLConvertible { public var sqlValue: SQLValue { .text(text) } }
extension JSONValue: SQLConvertible { public var sqlValue: SQLValue { .text(text) } }
extension Array: SQLConvertible where Element == UInt8 { public var sqlValue: SQLValue { .bytes(self) } }
extension SQLConvertible where Self: RawRepresentable, RawValue == String {
    public var sqlValue: SQLValue { .text(rawValue) }
}
extension Role: SQLConvertible {}
extension Actor.Kind: SQLConvertible {}
extension Language: SQLConvertible {}
