import Base

/// The JSON shapes of the contract, in and out.
extension Customer {
    /// - Throws: `InputRefusal` naming the field.
    public init(_ reader: inout JSONReader, currency: Currency) throws {
        id = try reader.id("id")
        givenName = try reader.optionalString("givenName") ?? ""
        familyName = try reader.optionalString("familyName") ?? ""
        email = try reader.optionalString("email", upTo: 254)
        phone = try reader.optionalString("phone", upTo: 40)
        address = try reader.optionalObject("address").map { try Address($0) }
        language = try reader.optionalString("language", upTo: 20).flatMap { Language(tag: $0) }
        methods = try (reader.optionalObjects("paymentMethods", upTo: 50) ?? []).map {
            var method = $0
            return try PaymentMethod(&method, currency: currency)
        }
        for (index, method) in methods.enumerated()
        where methods[..<index].contains(where: { $0.id == method.id }) {
            throw InputRefusal("idTwice", at: "/paymentMethods/\(index)/id", ["id": method.id.text])
        }
        try reader.finish()
    }

    /// Whether the e-mail address can be one at all; whether mail arrives there nobody knows before it is sent.
    public var hasPossibleEmail: Bool {
        guard let email else { return true }
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count >= 2 && parts.allSatisfy { !$0.isEmpty } && !email.contains(where: \.isWhitespace)
    }

    public var json: JSONValue {
        .object([
            "id": JSONValue(id), "givenName": .string(givenName), "familyName": .string(familyName),
            "email": email.map { .string($0) }, "phone": phone.map { .string($0) }, "address": address?.json,
            "language": language.map { .string($0.rawValue) },
            "paymentMethods": .array(methods.map(\.json)),
        ])
    }
}

extension Address {
    public init(_ reader: JSONReader) throws {
        var reader = reader
        line1 = try reader.string("line1")
        line2 = try reader.optionalString("line2") ?? ""
        city = try reader.optionalString("city") ?? ""
        region = try reader.optionalString("region") ?? ""
        country = try reader.optionalString("country") ?? ""
        postalCode = try reader.optionalString("postalCode") ?? ""
        try reader.finish()
    }

    public var json: JSONValue {
        [
            "line1": .string(line1), "line2": .string(line2), "city": .string(city),
            "region": .string(region),
            "country": .string(country), "postalCode": .string(postalCode),
        ]
    }
}

extension PaymentMethod {
    init(_ reader: inout JSONReader, currency: Currency) throws {
        id = try reader.id("id")
        let name = try reader.string("kind", upTo: 40)
        kind = MethodKind(rawValue: name) ?? .other
        brand = try reader.optionalString("brand", upTo: 40)
        lastFour = try reader.optionalString("lastFour", upTo: 4)
        let money = try reader.optionalMoney("balance", in: currency)
        balance = kind.isOurs ? money ?? .zero(currency) : nil
        try reader.finish()
    }

    public var json: JSONValue {
        .object([
            "id": JSONValue(id), "kind": .string(kind.rawValue), "brand": brand.map { .string($0) },
            "lastFour": lastFour.map { .string($0) }, "balance": balance.map { JSONValue($0) },
        ])
    }
}
