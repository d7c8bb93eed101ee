import Base
import Customers
import Localisation
import Markup
import Web

/// A customer's details, masked unless the call shows them, as rows of a list of facts.
struct CustomerFacts: Component {
    let customer: Customer
    let call: DeskCall

    var body: HTML {
        var facts: [(String, HTML)] = [
            (call.texts["desk.customer.id"], "<span class=\"number\">\(customer.id.text)</span>")
        ]
        if let phone = customer.phone {
            facts.append(
                (
                    call.texts["desk.customer.phone"],
                    "<span class=\"number\">\(call.personal.phone(phone))</span>"
                ))
        }
        if let email = customer.email {
            facts.append((call.texts["desk.customer.email"], HTML(escaping: call.personal.email(email))))
        }
        if let address = customer.address {
            facts.append(
                (call.texts["desk.customer.address"], HTML(escaping: call.personal.address(address))))
        }
        return DeskFacts(facts).body
    }
}
