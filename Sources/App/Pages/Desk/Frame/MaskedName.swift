import Customers
import Localisation

/// A customer's name as the desk shows it: `梅*`, `Y* R*`.
enum MaskedName {
    static func of(_ customer: Customer) -> String {
        let (given, family) = (customer.givenName, customer.familyName)
        if family.isEmpty { return Mask.name(given) }
        if family.unicodeScalars.contains(where: { $0.value >= 0x2E80 }) || given.isEmpty {
            return Mask.name(family)
        }
        return "\(Mask.name(given)) \(Mask.name(family))"
    }
}
