import Base
import Crypto
import Foundation

/// Whose data something is: a customer or somebody else who acts in a shop.
public struct Person: Sendable, Hashable {
    public let shop: ShopID
    /// As callers are written down: what they are and their id.
    public let name: String

    public init(_ actor: Actor, of shop: ShopID) {
        self.shop = shop
        name = Self.name(actor)
    }

    /// - Parameter name: somebody as callers are written down: what they are and their id.
    public init(named name: String, of shop: ShopID) {
        self.shop = shop
        self.name = name
    }

    public static func customer(_ id: String, of shop: ShopID) -> Person {
        Person(Actor(.customer, id), of: shop)
    }

    /// Somebody who works for a shop, or for the platform.
    public static func member(_ id: String, of shop: ShopID) -> Person {
        Person(Actor(shop == "*" ? .platform : .staff, id), of: shop)
    }

    /// The customer's id; nil for somebody else.
    public var customer: String? { id(of: .customer) }

    /// The id of somebody who works for the shop or the platform; nil for somebody else.
    var member: String? { id(of: shop == "*" ? .platform : .staff) }

    private func id(of kind: Actor.Kind) -> String? {
        let mark = "\(kind.rawValue) "
        return name.hasPrefix(mark) ? String(name.dropFirst(mark.count)) : nil
    }

    static func name(_ actor: Actor) -> String { "\(actor.kind.rawValue) \(actor.id)" }
}

extension [Person: PersonKey] {
    /// What was sealed of one of them; nil where there is nothing, empty where nobody can open it any more.
    public func open(
        _ stored: String?, of person: Person, in column: PersonalColumn, of record: String
    ) throws(VaultFault) -> String? {
        guard let stored else { return nil }
        guard let key = self[person] else { return stored.utf8.first == 1 ? "" : stored }
        return try key.open(stored, in: column, of: record, in: person.shop)
    }
}

/// The one thing that seals and opens what is personal: AES-256-GCM under a key that belongs to one person alone.
/// Whatever lies under it can be read by nobody once the key is destroyed.
public struct PersonKey: Sendable {
    /// Begins everything sealed; no text that people write begins so.
    public static let mark = "\u{1}"
    private static let head: [UInt8] = [1]

    /// Nil once it is destroyed.
    let key: SymmetricKey?
    private let outside: Outside

    init(_ key: SymmetricKey?, _ outside: Outside) {
        self.key = key
        self.outside = outside
    }

    /// Whether the person's data were erased: nothing of theirs is kept any more.
    public var isErased: Bool { key == nil }

    /// - Parameter record: what names the record within its shop, as the column says.
    /// - Returns: what to keep in the column; nothing readable, and empty once the person's data were erased.
    public func seal(
        _ text: String, in column: PersonalColumn, of record: String, in shop: ShopID
    ) throws(VaultFault) -> String {
        guard let key else { return "" }
        let place = SealedPlace(column.name, record, of: shop)
        let sealed = try Sealed.seal(Array(text.utf8), head: Self.head, with: key, for: place, outside)
        return Self.mark + Data(sealed).base64EncodedString()
    }

    /// The same for what may be missing.
    public func seal(
        optional text: String?, in column: PersonalColumn, of record: String, in shop: ShopID
    ) throws(VaultFault) -> String? {
        guard let text else { return nil }
        return try seal(text, in: column, of: record, in: shop)
    }

    /// What was sealed there. A text that a node of the version before has left there is given as it is.
    /// - Returns: empty once the person's data were erased.
    /// - Throws: `damaged`.
    public func open(
        _ stored: String, in column: PersonalColumn, of record: String, in shop: ShopID
    ) throws(VaultFault) -> String {
        guard stored.utf8.first == 1 else { return stored }
        guard let key else { return "" }
        guard let sealed = Data(base64Encoded: String(Substring(stored.utf8.dropFirst()))),
            sealed.first == Self.head[0]
        else {
            throw .damaged
        }
        let place = SealedPlace(column.name, record, of: shop)
        return String(
            decoding: try Sealed.open(Array(sealed), headLength: Self.head.count, with: key, for: place),
            as: UTF8.self)
    }
}
