import Base

/// A buyer, known by the id that the order source gave.
public struct Customer: Sendable, Hashable {
    public let id: Identifier<Customer>
    public let givenName: String
    public let familyName: String
    public let email: String?
    public let phone: String?
    public let address: Address?
    public let language: Language?
    public let methods: [PaymentMethod]

    public init(
        id: Identifier<Customer>, givenName: String, familyName: String, email: String?, phone: String?,
        address: Address?, language: Language?, methods: [PaymentMethod]
    ) {
        self.id = id
        self.givenName = givenName
        self.familyName = familyName
        self.email = email
        self.phone = phone
        self.address = address
        self.language = language
        self.methods = methods
    }

    public func method(_ id: Identifier<PaymentMethod>) -> PaymentMethod? { methods.first { $0.id == id } }
}

/// A postal address as its source writes it; nothing in it is interpreted but `region`, which freight rules match.
public struct Address: Sendable, Hashable {
    public let line1: String
    public let line2: String
    public let city: String
    public let region: String
    public let country: String
    public let postalCode: String

    public init(
        line1: String, line2: String, city: String, region: String, country: String, postalCode: String
    ) {
        self.line1 = line1
        self.line2 = line2
        self.city = city
        self.region = region
        self.country = country
        self.postalCode = postalCode
    }

    /// What an order shows of the address of somebody whose data were erased, or where nobody asked for it.
    public static let erased = Address(
        line1: "", line2: "", city: "", region: "", country: "", postalCode: "")
}

/// A way to pay and be paid back.
public struct PaymentMethod: Sendable, Hashable {
    public let id: Identifier<PaymentMethod>
    public let kind: MethodKind
    public let brand: String?
    public let lastFour: String?
    /// Of gift cards and store credit only.
    public let balance: Money?

    public init(
        id: Identifier<PaymentMethod>, kind: MethodKind, brand: String?, lastFour: String?, balance: Money?
    ) {
        self.id = id
        self.kind = kind
        self.brand = brand
        self.lastFour = lastFour
        self.balance = balance
    }
}

/// Who moves the money of a method.
public enum MethodKind: String, Sendable, CaseIterable, Hashable {
    case creditCard, debitCard, giftCard, storeCredit, paypal, wechatPay, alipay, unionPay, bankTransfer,
        other

    /// The balance lies in the shop's own books, so that movements succeed in the transaction that orders them.
    public var isOurs: Bool { self == .giftCard || self == .storeCredit }
}
