import Base
import Customers
import Localisation
import Markup
import Web

/// A customer's details, masked, as rows of a list of facts.
struct CustomerFacts: Component {
    let customer: Customer
    let call: DeskCall

    var body: HTML {
        var facts: [(String, HTML)] = [
            (call.texts["desk.customer.id"], "<span class=\"number\">\(customer.id.text)</span>")
        ]
        if let phone = customer.phone {
            facts.append(
                (call.texts["desk.customer.phone"], "<span class=\"number\">\(Mask.phone(phone))</span>"))
        }
        if let email = customer.email {
            facts.append((call.texts["desk.customer.email"], HTML(escaping: Mask.email(email))))
        }
        if let address = customer.address {
            facts.append((call.texts["desk.customer.address"], HTML(escaping: MaskedAddress.of(address))))
        }
        return DeskFacts(facts).body
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
