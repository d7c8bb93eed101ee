import Base

/// A message as it lies in the table.
struct StoredMessage: Sendable {
    let shop: ShopID
    let id: Identifier<OutgoingMessage>
    let kind: String
    let customer: String
    let about: String
    let channel: MessageDestination.Channel
    let maskedDestination: String
    let language: Language
    let template: String
    /// With dots in place of the secrets.
    let arguments: [String: String]
    /// Where it goes and its secrets; nil once they are forgotten.
    var sealed: SealedPart?
    let state: MessageState
    let fault: String?
    let made: Timestamp
    let expires: Timestamp?
    let sent: Timestamp?

    /// Worth nothing once it has failed, such as a one-time code.
    var isPerishable: Bool { expires != nil }

    /// What its sender gets.
    func outgoing(_ sealed: SealedPart, _ text: MessageText) -> OutgoingMessage {
        let full = arguments.merging(sealed.secrets) { _, secret in secret }
        return OutgoingMessage(
            id: id, shop: shop, kind: kind, customer: customer,
            destination: MessageDestination(channel, sealed.address), language: language, template: template,
            arguments: full, subject: text(language, template + ".subject", full),
            text: text(language, template + ".text", full), made: made)
    }

    /// What staff see. Secrets show only when the message has left and the shop keeps what it sent.
    func listed(keepsSent: Bool) -> ListedMessage {
        let shown = keepsSent && state == .sent ? sealed?.secrets ?? [:] : [:]
        return ListedMessage(
            id: id, kind: kind, customer: customer, about: about, channel: channel,
            maskedDestination: maskedDestination, language: language, template: template,
            arguments: arguments.merging(shown) { _, secret in secret }, state: state, fault: fault,
            made: made,
            sent: sent)
    }
}
