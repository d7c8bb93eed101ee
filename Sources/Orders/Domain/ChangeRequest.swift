import Base
import Customers
import Policies

/// What somebody wants changed in an order before it ships.
public struct ChangeRequest: Sendable {
    public enum Wish: Sendable {
        case cancel(reason: String?)
        case address(Address)
        case payment(Identifier<PaymentMethod>)
        case lines([Replacement], method: Identifier<PaymentMethod>)
        case quantities([NewQuantity], method: Identifier<PaymentMethod>?)
    }

    /// Units of one variant for another of the same product.
    public struct Replacement: Sendable {
        public let line: LineName
        public let newVariantID: Identifier<Variant>
        public let quantity: Int
    }

    public struct NewQuantity: Sendable {
        public let line: LineName
        public let quantity: Int
    }

    public let wish: Wish
    /// The order's version that the caller saw, when it wants to be told of changes in between.
    public let version: Int?

    public init(wish: Wish, version: Int?) {
        self.wish = wish
        self.version = version
    }

    public var kind: OrderChange.Kind {
        switch wish {
        case .cancel: .cancel
        case .address: .address
        case .payment: .payment
        case .lines: .lines
        case .quantities: .quantities
        }
    }

    /// - Throws: `InputRefusal` naming the field.
    public init(_ reader: inout JSONReader) throws {
        version = try reader.optionalInt("version", in: 0...Int(Int32.max))
        switch try reader.choice("kind", of: OrderChange.Kind.self) {
        case .cancel: wish = .cancel(reason: try reader.optionalString("reason", upTo: 100))
        case .address: wish = .address(try Address(reader.object("address")))
        case .payment: wish = .payment(try reader.id("methodId"))
        case .lines:
            let replacements = try reader.objects("replace", in: 1...Limits.linesOfOneOrder).map {
                var part = $0
                let replacement = Replacement(
                    line: try LineName(&part), newVariantID: try part.id("newVariantId"),
                    quantity: try part.optionalInt("quantity", in: 1...Limits.unitsOfOneLine) ?? 1)
                try part.finish()
                return replacement
            }
            wish = .lines(replacements, method: try reader.id("methodId"))
        case .quantities:
            let quantities = try reader.objects("lines", in: 1...Limits.linesOfOneOrder).map {
                var part = $0
                let quantity = NewQuantity(
                    line: try LineName(&part),
                    quantity: try part.int("quantity", in: 0...Limits.unitsOfOneLine))
                try part.finish()
                return quantity
            }
            wish = .quantities(quantities, method: try reader.optionalID("methodId"))
        }
        try reader.finish()
    }
}

/// How a request names goods of an order: one line, or a variant that may span several lines. Who says both means
/// a line that holds this variant.
public enum LineName: Sendable, Hashable {
    case line(Identifier<OrderLine>)
    case variant(Identifier<Variant>)
    case lineOfVariant(Identifier<OrderLine>, Identifier<Variant>)

    /// Reads `lineId`, `variantId` or both.
    public init(_ reader: inout JSONReader) throws {
        let line: Identifier<OrderLine>? = try reader.optionalID("lineId")
        let variant: Identifier<Variant>? = try reader.optionalID("variantId")
        switch (line, variant) {
        case (let line?, let variant?): self = .lineOfVariant(line, variant)
        case (let line?, nil): self = .line(line)
        case (nil, let variant?): self = .variant(variant)
        case (nil, nil):
            throw InputRefusal("fieldMissing", at: reader.pointer("variantId"), ["name": "variantId"])
        }
    }

    /// A variant alone may stand in several lines.
    public var spansLines: Bool {
        switch self {
        case .variant: true
        case .line, .lineOfVariant: false
        }
    }

    public var text: String {
        switch self {
        case .line(let id): id.text
        case .variant(let id): id.text
        case .lineOfVariant(let line, let variant): "\(line) (\(variant))"
        }
    }

    /// As it is read: `lineId`, `variantId` or both.
    public var json: JSONValue {
        switch self {
        case .line(let id): ["lineId": JSONValue(id)]
        case .variant(let id): ["variantId": JSONValue(id)]
        case .lineOfVariant(let line, let variant):
            ["lineId": JSONValue(line), "variantId": JSONValue(variant)]
        }
    }

    public func names(_ line: OrderLine) -> Bool { names(line.id, line.variantID) }

    /// Whether it means the line of that id, which holds that variant.
    public func names(_ lineID: Identifier<OrderLine>, _ variantID: Identifier<Variant>) -> Bool {
        switch self {
        case .line(let id): lineID == id
        case .variant(let id): variantID == id
        case .lineOfVariant(let line, let variant): lineID == line && variantID == variant
        }
    }
}
