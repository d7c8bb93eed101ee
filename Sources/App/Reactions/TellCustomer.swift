import AfterSales
import Base
import Customers
import Localisation
import Policies
import Staff
import Storage

/// When a case takes a step that its customer waits for, or has to act on, the customer hears of it: by the shop's
/// sender, through the outbox, in the customer's language. Shops whose messages nobody carries send nothing.
struct TellCustomer: Sendable {
    let shops: ShopDesk
    let customers: CustomerDesk
    let messages: MessageDesk
    let texts: Texts
    /// Where links lead to, without the path.
    let address: String

    func run(_ record: Case, _ word: String, _ shop: ShopID, _ transaction: Transaction) throws {
        guard let kind = Self.message(of: word, record) else { return }
        let settings = try shops.find(shop, in: transaction)
        guard settings.settings.messages != .nobody else { return }
        let customer = try customers.customer(record.customerID, in: shop, transaction)
        guard let destination = Self.destination(of: customer) else { return }
        let language = customer.language ?? settings.defaultLanguage
        let format = Formatting(texts(language), in: settings.day)
        try messages.send(
            MessageOrder(
                kind, of: shop, to: customer.id.text, at: destination, in: language,
                arguments: [
                    "shopName": settings.name, "order": record.orderID.text, "case": record.id.text,
                    "link": "\(address)/s/\(shop)/cases/\(record.id)",
                    "until": record.deadline.map { format.moment($0.due, now: transaction.now) } ?? "",
                ], about: record.id.text), in: transaction)
    }

    /// Which message a step sends; most steps send none.
    static func message(of word: String, _ record: Case) -> String? {
        switch word {
        case "opened": opening(record.state)
        case "approved", "offerAccepted", "overdue", "inspected": opening(record.state)
        case "evidenceRequested": record.isAnsweredProvisionally ? "caseEvidenceBeside" : "caseEvidence"
        case "offered": record.isAnsweredProvisionally ? "caseOfferedBeside" : "caseOffered"
        case "promiseMissed": "caseStillLooking"
        case "repairFailed": record.state == .offered ? "caseRepairFailed" : nil
        case "rejected": "caseRejected"
        case "replacementShipped": "caseShipped"
        case "refusedGoodsSent": "caseGoodsBack"
        case "moneySettled": "caseRefunded"
        case "ruled": "caseRuled"
        case "deadlineNear": record.deadline?.owner == .customer ? "caseDeadline" : nil
        default: nil
        }
    }

    private static func opening(_ state: CaseState) -> String? {
        switch state {
        case .awaitingReturn: "caseReturn"
        case .awaitingEvidence: "caseEvidence"
        case .refunding: "caseRefunding"
        case .rejected, .refused: "caseRejected"
        case .expired: "caseExpired"
        case .reviewing, .offered, .returning, .inspecting, .fulfilling, .repairing, .disputed, .refunded,
            .fulfilled,
            .withdrawn:
            nil
        }
    }

    private static func destination(of customer: Customer) -> MessageDestination? {
        if let phone = customer.phone { return MessageDestination(.phone, phone) }
        return customer.email.map { MessageDestination(.email, $0) }
    }
}
