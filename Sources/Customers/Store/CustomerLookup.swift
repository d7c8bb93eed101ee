import Base
import Storage
import Vault

/// What customers are found by: keyed hashes of their e-mail address, their phone number, their name with the postal
/// code, and of how their name begins. None of it can be read.
struct CustomerLookup {
    let people: PersonVault
    let shop: ShopID

    /// Characters of a name that are told apart in the index.
    private static let namedCharacters = 8

    /// What exact lookups compare: without case and surrounding space.
    static func key(_ text: String) -> String {
        let start = text.firstIndex { !$0.isWhitespace } ?? text.endIndex
        let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? start
        return text[start..<end].lowercased()
    }

    /// Digits only, of whatever width, without the country code of mainland China (`+86`, `0086`).
    static func phoneKey(_ text: String) -> String {
        let digits = text.unicodeScalars.compactMap { scalar in
            scalar.properties.numericType == .decimal
                ? scalar.properties.numericValue.map { String(Int($0)) } : nil
        }.joined()
        for (code, length) in [("86", 13), ("0086", 15)]
        where digits.hasPrefix(code) && digits.count == length {
            return String(digits.dropFirst(code.count))
        }
        return digits
    }

    static func nameKey(given: String, family: String, postalCode: String) -> String {
        [given, family, postalCode].map(key).joined(separator: "\u{1F}")
    }

    /// A name in one piece, as people type it from its beginning.
    static func wholeName(_ parts: String...) -> String {
        parts.joined().filter { !$0.isWhitespace }.lowercased()
    }

    func email(_ text: String) -> String { people.digest(Self.key(text), for: "customers.email", in: shop) }

    func phone(_ text: String) -> String {
        people.digest(Self.phoneKey(text), for: "customers.phone", in: shop)
    }

    func name(given: String, family: String, postalCode: String) -> String {
        people.digest(
            Self.nameKey(given: given, family: family, postalCode: postalCode), for: "customers.name",
            in: shop)
    }

    /// - Parameter name: in one piece.
    func beginning(_ name: String) -> String {
        people.chain(
            name, for: "customers.beginning", in: shop, from: CustomerDesk.shortestName,
            links: Self.namedCharacters)
    }

    /// Nil for what nobody is found by, such as a number without digits.
    func condition(_ criteria: CustomerDesk.Criteria) -> SQL? {
        switch criteria {
        case .email(let email): Self.key(email).isEmpty ? nil : "email_key = \(self.email(email))"
        case .phone(let phone): Self.phoneKey(phone).isEmpty ? nil : "phone_key = \(self.phone(phone))"
        case .name(let given, let family, let postalCode):
            "name_key = \(name(given: given, family: family, postalCode: postalCode))"
        case .beginning(let words):
            beginning(Self.wholeName(words)).nonEmpty.map { chain in
                let end = chain + "\u{10FFFF}"
                return """
                    id IN (SELECT id FROM customers
                            WHERE shop = \(shop) AND family_first >= \(chain) AND family_first < \(end)
                        UNION SELECT id FROM customers
                            WHERE shop = \(shop) AND given_first >= \(chain) AND given_first < \(end))
                    """
            }
        }
    }

    /// Whether somebody whom the index has found is meant.
    static func fits(_ customer: Customer, _ criteria: CustomerDesk.Criteria) -> Bool {
        switch criteria {
        case .email(let email): customer.email.map(key) == key(email)
        case .phone(let phone): customer.phone.map(phoneKey) == phoneKey(phone)
        case .name(let given, let family, let postalCode):
            nameKey(
                given: customer.givenName, family: customer.familyName,
                postalCode: customer.address?.postalCode ?? "")
                == nameKey(given: given, family: family, postalCode: postalCode)
        case .beginning(let words):
            [
                wholeName(customer.familyName, customer.givenName),
                wholeName(customer.givenName, customer.familyName),
            ].contains { $0.hasPrefix(wholeName(words)) }
        }
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
