import Base
import Customers
import Markup
import Web

/// The fields of an address, filled with what is there or was typed.
struct AddressFields: Component {
    let reader: Reader
    let address: Address
    let input: FormBody?

    var body: HTML {
        """
        \(field("line1", address.line1, "address-line1", isRequired: true))\
        \(field("line2", address.line2, "address-line2"))\(field("city", address.city, "address-level2"))\
        \(field("region", address.region, "address-level1"))\
        \(field("postalCode", address.postalCode, "postal-code"))\
        \(field("country", address.country, "country"))
        """
    }

    private func field(
        _ name: String, _ value: String, _ autocomplete: String, isRequired: Bool = false
    ) -> Field {
        Field(
            name, reader["counter.address.\(name)"], value: input?[name] ?? value, isRequired: isRequired,
            limit: Limits.nameCharacters, autocomplete: autocomplete)
    }
}
