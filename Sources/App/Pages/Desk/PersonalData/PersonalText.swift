import Customers
import Localisation

/// How the desk writes whom something belongs to.
enum PersonalText: Sendable {
    case masked, shown

    func name(_ customer: Customer) -> String {
        switch self {
        case .masked: MaskedName.of(customer)
        case .shown: FullName.of(customer)
        }
    }

    func phone(_ text: String) -> String { self == .shown ? text : Mask.phone(text) }

    func email(_ text: String) -> String { self == .shown ? text : Mask.email(text) }

    /// What somebody wrote.
    func words(_ text: String) -> String { self == .shown ? text : Mask.contacts(in: text) }

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
