import Base
import Customers
import Language
import Localisation

/// What somebody wrote, for those who work with it: all but how somebody is reached, what is known of the customer, and
/// names and addresses as far as they can be told from other words.
struct MaskedWords: Sendable {
    /// Whom it is about; nil for a visitor.
    let customer: Customer?
    /// Where else they have things sent to.
    let address: Address?

    func callAsFunction(_ text: String) -> String {
        known(in: Self.told(in: Mask.contacts(in: text)))
    }

    private func known(in text: String) -> String {
        let mentions = customer?.mentions(in: text, at: address) ?? []
        return mentions.reduce(text) { $0.replacing($1.text, with: Self.mask($1)) }
    }

    private static func mask(_ mention: Mention) -> String {
        switch mention.kind {
        case .name, .givenName: Mask.name(mention.text)
        case .email: Mask.email(mention.text)
        case .number: Mask.phone(mention.text)
        case .street: Mask.address(mention.text)
        }
    }

    /// Names by how they are introduced, addresses by how they are made.
    private static func told(in text: String) -> String {
        let found = PeopleAndAddresses.find(in: text)
        guard !found.isEmpty else { return text }
        let scalars = Array(text.unicodeScalars)
        var (masked, place) = (String.UnicodeScalarView(), 0)
        for entity in found where entity.range.lowerBound >= place {
            masked.append(contentsOf: scalars[place..<entity.range.lowerBound])
            let mask = entity.kind == .person ? Mask.name(entity.text) : Mask.address(entity.text)
            masked.append(contentsOf: mask.unicodeScalars)
            place = entity.range.upperBound
        }
        masked.append(contentsOf: scalars[place...])
        return String(masked)
    }
}
