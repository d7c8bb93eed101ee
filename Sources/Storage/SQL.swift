import Base

/// A statement whose interpolated values are bound, never pasted: `"SELECT id FROM orders WHERE shop = \(shop)"`.
///
/// The text is the common subset of SQLite and PostgreSQL with `$1`, `$2`, … for the values; a `$` stands for nothing
/// else.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    public let text: String
    public let arguments: [SQLValue]

    public init(stringLiteral value: String) { self.init(numbered: value, []) }

    public init(stringInterpolation: StringInterpolation) {
        self.init(numbered: stringInterpolation.text, stringInterpolation.arguments)
    }

    /// A statement that numbers its own values; a number may stand more than once and in any order.
    public init(numbered text: String, _ arguments: [SQLValue]) {
        self.text = text
        self.arguments = arguments
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var arguments: [SQLValue] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount * 4)
            arguments.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) { text += literal }

        public mutating func appendInterpolation(_ value: SQLValue) {
            arguments.append(value)
            text += Self.name(arguments.count)
        }

        public mutating func appendInterpolation(_ value: some SQLConvertible) {
            appendInterpolation(value.sqlValue)
        }

        public mutating func appendInterpolation(_ value: (some SQLConvertible)?) {
            appendInterpolation(value?.sqlValue ?? .null)
        }

        /// Another statement's text and values, such as a shared list of columns or a filter. Its values are numbered
        /// on from those before it.
        public mutating func appendInterpolation(_ part: SQL) {
            if arguments.isEmpty || part.arguments.isEmpty {
                text += part.text
            } else {
                appendRenumbered(part.text, after: arguments.count)
            }
            arguments += part.arguments
        }

        /// `$1, $2, …` for the members of an `IN (…)`; an empty list matches nothing.
        ///
        /// The last member stands repeated up to the next power of two, so that lists of any length make few
        /// different texts to prepare.
        public mutating func appendInterpolation(list values: [some SQLConvertible]) {
            guard let last = values.last else { return appendLiteral("NULL") }
            var places = 1
            while places < values.count { places *= 2 }
            for place in 0..<places {
                if place > 0 { appendLiteral(", ") }
                appendInterpolation((place < values.count ? values[place] : last).sqlValue)
            }
        }

        private mutating func appendRenumbered(_ part: String, after count: Int) {
            var rest = part.utf8[...]
            while let mark = rest.firstIndex(of: UInt8(ascii: "$")) {
                text += Substring(rest[..<mark])
                let number = rest[rest.index(after: mark)...].prefix { (48...57).contains($0) }
                text += Self.name(count + (Int(Substring(number)) ?? 0))
                rest = rest[number.endIndex...]
            }
            text += Substring(rest)
        }

        private static func name(_ number: Int) -> String {
            number < names.count ? names[number] : "$\(number)"
        }

        private static let names = (0..<64).map { "$\($0)" }
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
