/// The name of one thing of kind `Kind`, inside its shop. Two kinds of identifier never mix.
///
/// Commerce facts keep the string that their source gave them; what Huitou makes itself gets a
/// time-ordered string from `IdentifierSource`, so that newer rows land beside each other.
public struct Identifier<Kind>: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    public var description: String { text }

    /// Whether a text from outside can name something: 1 to `Limits.idBytes` bytes without spaces and control
    /// characters.
    public static func isPossible(_ text: String) -> Bool {
        (1...Limits.idBytes).contains(text.utf8.count)
            && !text.utf8.contains { $0 < 33 || $0 == 0x7F }
    }

    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension Identifier: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
    ExpressibleByExtendedGraphemeClusterLiteral
{
    public init(stringLiteral value: String) { self.init(value) }
}

/// A shop, the tenant. Declared here because every layer names it.
public enum Shop {}

/// The shop that a record belongs to. Every store method takes one.
public typealias ShopID = Identifier<Shop>
