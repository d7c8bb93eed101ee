import Base

/// What can be wrong with an endpoint for webhooks.
public enum WebhookRefusal: Refusal, Equatable {
    case webhookUnknown
    case webhooksTooMany
    case webhookAddressInvalid
    case eventTypesInvalid
    /// A replay begins at an event that has happened.
    case replayBeyondLog(last: Int64)
    case deliveryUnknown

    public var code: String {
        switch self {
        case .webhookUnknown: "webhookUnknown"
        case .webhooksTooMany: "webhooksTooMany"
        case .webhookAddressInvalid: "webhookAddressInvalid"
        case .eventTypesInvalid: "eventTypesInvalid"
        case .replayBeyondLog: "replayBeyondLog"
        case .deliveryUnknown: "deliveryUnknown"
        }
    }

    public var kind: RefusalKind {
        switch self {
        case .webhookUnknown, .deliveryUnknown: .notFound
        case .webhooksTooMany: .conflict
        case .webhookAddressInvalid, .eventTypesInvalid, .replayBeyondLog: .unprocessable
        }
    }

    public var arguments: [String: String] {
        switch self {
        case .webhooksTooMany: ["limit": String(WebhookEndpoint.endpointsOfOneShop)]
        case .replayBeyondLog(let last): ["last": String(last)]
        case .webhookUnknown, .webhookAddressInvalid, .eventTypesInvalid, .deliveryUnknown: [:]
        }
    }

    public var field: String? {
        switch self {
        case .webhookAddressInvalid: "/url"
        case .eventTypesInvalid: "/types"
        case .replayBeyondLog: "/from"
        case .webhookUnknown, .webhooksTooMany, .deliveryUnknown: nil
        }
    }
}
