import Base
import Policies

/// A proposal by one side that the other accepts with one call.
public struct Offer: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable { case open, accepted, declined, replaced }

    public let number: Int
    public let kind: OfferKind
    public let amount: Money?
    public internal(set) var note: String?
    public let by: Actor
    public let at: Timestamp
    public let state: State
    /// The role of the person who made it, whose limit it uses up when it is accepted; nil: nobody's.
    public let role: Role?

    public var isByCustomer: Bool { by.kind == .customer }

    public var json: JSONValue {
        .object([
            "number": JSONValue(number), "kind": .string(kind.rawValue),
            "amount": amount.map { JSONValue($0) },
            "note": note.map { .string($0) }, "by": .string(isByCustomer ? "customer" : "shop"),
            "at": JSONValue(at),
            "state": .string(state.rawValue),
        ])
    }
}

enum OfferSide { case customer, shop }

/// A file that one side has put before the other.
public struct Evidence: Sendable, Hashable {
    public let fileID: String
    public let kind: EvidenceKind
    public let by: Actor
    public let at: Timestamp

    public var json: JSONValue {
        .object([
            "fileId": .string(fileID), "kind": .string(kind.rawValue),
            "by": .string(by.kind == .customer ? "customer" : "shop"), "at": JSONValue(at),
        ])
    }
}

/// A parcel of a case: the customer's return or the shop's replacement.
public struct CaseParcel: Sendable, Hashable {
    public enum Direction: String, Sendable, CaseIterable {
        /// To the shop.
        case back
        /// New or repaired goods, to the customer.
        case out
        /// Goods that inspection turned down, to the customer.
        case refused
    }

    public let direction: Direction
    public let carrier: String
    public let trackingNumber: String
    public let at: Timestamp

    public var json: JSONValue {
        [
            "direction": .string(directionWord), "carrier": .string(carrier),
            "trackingNumber": .string(trackingNumber), "at": JSONValue(at),
        ]
    }

    private var directionWord: String {
        switch direction {
        case .back: "return"
        case .out: "replacement"
        case .refused: "refusedGoods"
        }
    }
}

/// Words that somebody left with a case. A note is for the shop alone; a remark is for both sides.
public struct CaseNote: Sendable, Hashable {
    public internal(set) var text: String
    public let isInternal: Bool
    public let by: Actor
    public let at: Timestamp

    public var json: JSONValue {
        .object([
            "text": .string(text), "internal": .bool(isInternal),
            "by": .string(by.kind == .customer ? "customer" : by.kind == .platform ? "platform" : "shop"),
            "at": JSONValue(at),
        ])
    }
}
