import Base

/// What can be wrong with a shop and its settings.
public enum ShopRefusal: Refusal, Equatable {
    case shopIDInvalid
    case shopNameInvalid
    case currencyInvalid
    case timeZoneUnknown
    case shopExists(ShopID)
    /// There is none, or the caller does not reach it.
    case shopUnknown(ShopID)
    /// An address was given, but messages do not go there.
    case webhookNotChosen
    case webhookAddressInvalid
    /// A webhook was chosen, but there is no secret to sign with.
    case webhookSecretMissing
    case secretInvalid(field: String)

    public var code: String {
        switch self {
        case .shopIDInvalid: "shopIDInvalid"
        case .shopNameInvalid: "shopNameInvalid"
        case .currencyInvalid: "currencyInvalid"
        case .timeZoneUnknown: "timeZoneUnknown"
        case .shopExists: "shopExists"
        case .shopUnknown: "shopUnknown"
        case .webhookNotChosen: "webhookNotChosen"
        case .webhookAddressInvalid: "webhookAddressInvalid"
        case .webhookSecretMissing: "webhookSecretMissing"
        case .secretInvalid: "secretInvalid"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .shopIDInvalid, .shopNameInvalid, .currencyInvalid, .timeZoneUnknown: .malformed
        case .shopExists: .conflict
        case .shopUnknown: .notFound
        case .webhookNotChosen, .webhookAddressInvalid, .webhookSecretMissing, .secretInvalid:
            .unprocessable
        }
    }

    public var arguments: [String: String] {
        switch self {
        case .shopNameInvalid: ["limit": String(Limits.nameCharacters)]
        case .shopIDInvalid: ["limit": String(ShopOpening.idCharacters)]
        case .shopExists(let shop), .shopUnknown(let shop):
            ["shop": String(shop.text.prefix(ShopOpening.idCharacters))]
        case .secretInvalid:
            [
                "least": String(ShopSecret.characters.lowerBound),
                "most": String(ShopSecret.characters.upperBound),
            ]
        case .currencyInvalid, .timeZoneUnknown, .webhookNotChosen, .webhookAddressInvalid,
            .webhookSecretMissing:
            [:]
        }
    }

    public var field: String? {
        switch self {
        case .shopIDInvalid: "/id"
        case .shopNameInvalid: "/name"
        case .currencyInvalid: "/currency"
        case .timeZoneUnknown: "/timeZone"
        case .webhookNotChosen, .webhookAddressInvalid: "/webhookURL"
        case .webhookSecretMissing: "/webhookSecret"
        case .secretInvalid(let field): field
        case .shopExists, .shopUnknown: nil
        }
    }
}
