import Base

/// What an owner sets for a shop. Holds no secret.
public struct ShopSettings: Hashable, Sendable {
    public let messages: MessageRoute
    /// Whether the text of a message stays readable for staff after it was sent: for a demonstration shop only,
    /// since sign-in codes are among them.
    public let keepSentMessages: Bool
    /// Where customers send goods back to; nil: not said yet.
    public let returnAddress: ReturnAddress?
    /// Whether the people who work here must have an authenticator app beside their password.
    public let demandsSecondFactor: Bool
    /// For how long what is personal is kept.
    public let retention: Retention

    public init(
        messages: MessageRoute = .nobody, keepSentMessages: Bool = false, returnAddress: ReturnAddress? = nil,
        demandsSecondFactor: Bool = false, retention: Retention = Retention()
    ) {
        self.messages = messages
        self.keepSentMessages = keepSentMessages
        self.returnAddress = returnAddress
        self.demandsSecondFactor = demandsSecondFactor
        self.retention = retention
    }

    public var json: JSONValue {
        .object([
            "messages": JSONValue(messages.name.rawValue),
            "webhookURL": messages.address.map { JSONValue($0) },
            "keepSentMessages": JSONValue(keepSentMessages),
            "returnAddress": returnAddress?.json,
            "demandsSecondFactor": JSONValue(demandsSecondFactor), "retention": retention.json,
        ])
    }

    /// For the log: the address may name a person and is left out.
    var eventDetail: JSONValue {
        let others: JSONValue = .object([
            "messages": JSONValue(messages.name.rawValue),
            "webhookURL": messages.address.map { JSONValue($0) },
            "keepSentMessages": JSONValue(keepSentMessages),
            "hasReturnAddress": JSONValue(returnAddress != nil),
            "demandsSecondFactor": JSONValue(demandsSecondFactor),
        ])
        return .object(others.members + retention.json.members)
    }

    init(stored json: JSONValue) {
        keepSentMessages = json["keepSentMessages"]?.bool ?? false
        demandsSecondFactor = json["demandsSecondFactor"]?.bool ?? false
        retention = Retention(stored: json["retention"])
        // One that cannot be read any more counts as not said.
        returnAddress = json["returnAddress"].flatMap { try? ReturnAddress(stored: $0) }
        messages =
            switch (json["messages"]?.string, json["webhookURL"]?.string) {
            case ("kept", _): .kept
            case ("webhook", let address?): .webhook(url: address)
            default: .nobody
            }
    }
}

/// Who carries a shop's messages to its customers.
public enum MessageRoute: Hashable, Sendable {
    /// Nobody: messages are noted as failed and one-time codes are not offered.
    case nobody
    /// They stay here, for a demonstration: staff read them on a page.
    case kept
    /// The shop's own sender, called with a signed webhook.
    case webhook(url: String)

    public enum Name: String, Sendable, CaseIterable { case nobody, kept, webhook }

    public var name: Name {
        switch self {
        case .nobody: .nobody
        case .kept: .kept
        case .webhook: .webhook
        }
    }

    var address: String? { if case .webhook(let url) = self { url } else { nil } }
}

/// What becomes of the place that goods go back to.
public enum ReturnAddressChange: Sendable {
    case set(ReturnAddress)
    case cleared

    var address: ReturnAddress? {
        switch self {
        case .set(let address): address
        case .cleared: nil
        }
    }
}

/// A change of settings; what is nil stays.
public struct ShopSettingsChange: Sendable {
    public var messages: MessageRoute.Name?
    /// The sender's address; it stays when the webhook is chosen without one.
    public var webhookURL: String?
    public var keepSentMessages: Bool?
    /// Signs the webhooks: `whsec_` and base64, or any text, 16 to 200 characters.
    public var webhookSecret: String?
    /// Signs the links by which the shop's own site lets its customers in, 16 to 200 characters.
    public var linkSecret: String?
    /// Where customers send goods back to.
    public var returnAddress: ReturnAddressChange?
    /// Whether the people who work here must have an authenticator app beside their password.
    public var demandsSecondFactor: Bool?
    public var retention: RetentionChange?

    public init(
        messages: MessageRoute? = nil, keepSentMessages: Bool? = nil, webhookSecret: String? = nil,
        linkSecret: String? = nil
    ) {
        self.messages = messages?.name
        webhookURL = messages?.address
        self.keepSentMessages = keepSentMessages
        self.webhookSecret = webhookSecret
        self.linkSecret = linkSecret
    }

    /// Names of the secrets that it sets, for the log; nil when it sets none.
    var secretsSet: JSONValue? {
        let names = [webhookSecret.map { _ in "webhook" }, linkSecret.map { _ in "link" }].compactMap(\.self)
        return names.isEmpty ? nil : JSONValue(names)
    }

    /// - Throws: `webhookNotChosen` for an address that nobody would be called at.
    func settings(after old: ShopSettings) throws(ShopRefusal) -> ShopSettings {
        ShopSettings(
            messages: try route(after: old.messages),
            keepSentMessages: keepSentMessages ?? old.keepSentMessages,
            returnAddress: returnAddress.map(\.address) ?? old.returnAddress,
            demandsSecondFactor: demandsSecondFactor ?? old.demandsSecondFactor,
            retention: retention?.retention(after: old.retention) ?? old.retention)
    }

    private func route(after old: MessageRoute) throws(ShopRefusal) -> MessageRoute {
        switch messages ?? old.name {
        case .webhook: .webhook(url: webhookURL ?? old.address ?? "")
        case .nobody where webhookURL == nil: .nobody
        case .kept where webhookURL == nil: .kept
        case .nobody, .kept: throw .webhookNotChosen
        }
    }
}
