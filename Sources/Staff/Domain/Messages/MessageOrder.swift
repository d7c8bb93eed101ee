import Base

/// A message to a customer, as a slice orders it.
public struct MessageOrder: Sendable {
    public let shop: ShopID
    /// What it is for, such as `signInCode`; its template is `message.<kind>`.
    public let kind: String
    public let customer: String
    public let destination: MessageDestination
    public let language: Language
    /// Values for the template that staff may read later: codes, amounts, ids.
    public var arguments: [String: String]
    /// Values that lie readable only until the message is sent, such as a one-time code.
    public var secrets: [String: String]
    /// The larger thing it belongs to, such as a case's id.
    public var about: String
    /// After this moment it is no longer worth sending.
    public var expires: Timestamp?

    public init(
        _ kind: String, of shop: ShopID, to customer: String, at destination: MessageDestination,
        in language: Language,
        arguments: [String: String] = [:], secrets: [String: String] = [:], about: String = "",
        expires: Timestamp? = nil
    ) {
        self.kind = kind
        self.shop = shop
        self.customer = customer
        self.destination = destination
        self.language = language
        self.arguments = arguments
        self.secrets = secrets
        self.about = about
        self.expires = expires
    }

    var template: String { "message." + kind }
}

/// What of an order may be read by nobody but the sender, kept until then.
struct SealedPart: Sendable {
    let address: String
    let secrets: [String: String]

    var json: JSONValue { ["to": JSONValue(address), "secrets": JSONValue(secrets)] }

    init(address: String, secrets: [String: String]) {
        self.address = address
        self.secrets = secrets
    }

    init?(stored text: String) throws {
        let json: JSONValue = text.isEmpty ? .null : try JSONParser.parse(text)
        guard let address = json["to"]?.string else { return nil }
        self.address = address
        secrets = json["secrets"].map(texts(of:)) ?? [:]
    }
}

/// A stored object of texts.
func texts(of json: JSONValue) -> [String: String] {
    var texts: [String: String] = [:]
    for member in json.members { texts[member.name] = member.value.string }
    return texts
}
