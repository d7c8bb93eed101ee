import Base
import Customers
import Localisation

/// How the desk writes whom something belongs to, and what people wrote.
enum PersonalText: Sendable {
    /// For those who may not see personal data: of what people wrote nothing, and no pictures and papers.
    case hidden
    /// For those who may, until they ask.
    case masked
    case shown

    func name(_ customer: Customer) -> String {
        self == .shown ? FullName.of(customer) : MaskedName.of(customer)
    }

    func phone(_ text: String) -> String { self == .shown ? text : Mask.phone(text) }

    func email(_ text: String) -> String { self == .shown ? text : Mask.email(text) }

    /// How what somebody wrote is told.
    /// - Parameters:
    ///   - customer: whom it is about; nil for a visitor.
    ///   - address: where else they have things sent to.
    func words(of customer: Customer?, at address: Address? = nil) -> @Sendable (String) -> String {
        switch self {
        case .hidden: Mask.words
        case .masked: MaskedWords(customer: customer, address: address).callAsFunction
        case .shown: { $0 }
        }
    }

    func address(_ address: Address) -> String {
        self == .shown ? AddressText.line(address) : MaskedAddress.of(address)
    }
}

/// A customer's name as the desk shows it: `梅*`, `Y* R*`.
enum MaskedName {
    static func of(_ customer: Customer) -> String {
        let (given, family) = (customer.givenName, customer.familyName)
        if family.isEmpty { return Mask.name(given) }
        if FullName.isHan(customer) || given.isEmpty { return Mask.name(family) }
        return "\(Mask.name(given)) \(Mask.name(family))"
    }
}

/// A name as its script writes it: family first without a space, or given first with one.
enum FullName {
    static func of(_ customer: Customer) -> String {
        let parts =
            isHan(customer)
            ? [customer.familyName, customer.givenName] : [customer.givenName, customer.familyName]
        return parts.filter { !$0.isEmpty }.joined(separator: isHan(customer) ? "" : " ")
    }

    static func isHan(_ customer: Customer) -> Bool {
        customer.familyName.unicodeScalars.contains { $0.value >= 0x2E80 }
    }
}

/// An address as the desk shows it: region and city, then the beginning of the street.
enum MaskedAddress {
    static func of(_ address: Address) -> String {
        let parts = [
            address.region == address.city ? "" : address.region, address.city, Mask.address(address.line1),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}
