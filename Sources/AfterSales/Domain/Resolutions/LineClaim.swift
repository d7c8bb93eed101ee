import Base
import Orders
import Policies

/// What one earlier case has claimed of one line.
struct LineClaim {
    let caseID: Identifier<Case>
    let kind: CaseKind
    let reason: String
    let state: CaseState
    let lineID: Identifier<OrderLine>
    let quantity: Int
    let accepted: Int?
    /// What its units come to when the case is granted as asked.
    let value: Int64
    /// What has gone back for them; nothing where the order's line says already what the units cost in the end.
    let granted: Int64
    /// What its whole case asks for.
    let askedOfCase: Int64
    /// A compensation that is a part of the price: the goods are kept, and cost the less.
    var lowersPrice = false
    /// Units of a closed case that the shop has turned down and not sent back.
    var stranded = 0
    /// Units of a closed case that were said to be sent to the shop and that nobody has seen there: whoever asks
    /// for them with goods coming back sends them, and gets no money for them otherwise.
    var underWay = 0
    /// New goods have taken the place of its units.
    var isExchanged = false
    /// When new goods for its units had arrived.
    var renewedAt: Timestamp?
    /// The order's source has given money back while the case was open.
    var goneElsewhere = false

    /// What has gone back of the price because the goods turned out to be worth less.
    var lowered: Int64 {
        switch kind {
        case .priceProtection: granted
        case .compensation: lowersPrice ? granted : 0
        case .refundOnly, .returnRefund, .exchange, .resend, .repair: 0
        }
    }

    /// Units that are no longer free for another case of that kind.
    func units(asking kind: CaseKind) -> Int {
        guard state.isClosed else { return HeldUnits.count(claim, asking: kind) }
        return HeldUnits.count(claim, asking: kind) + stranded + (kind.returnsGoods ? 0 : underWay)
    }

    /// The customer kept the goods for a part of their price.
    var wereKept: Bool { claim.wereKept }

    /// Its case was settled with money that the order's source gave back.
    var isPaidElsewhere: Bool { state == .refunded && goneElsewhere && granted == 0 }

    private var claim: HeldUnits.Claim {
        HeldUnits.Claim(
            kind: kind, state: state, quantity: quantity, accepted: accepted, isExchanged: isExchanged,
            isPartlyPaid: granted < value, isPaidElsewhere: isPaidElsewhere)
    }

    /// What has gone back for the units, or will when the open case is granted as asked.
    var promised: Int64 {
        switch kind {
        case .compensation, .priceProtection: lowered
        case .refundOnly, .returnRefund, .exchange, .resend, .repair:
            state.isClosed ? granted : max(granted, value)
        }
    }

    /// The case is open or came to something, and so uses up an application.
    var counts: Bool {
        switch state {
        case .refused: false
        case .reviewing, .awaitingEvidence, .offered, .rejected, .awaitingReturn, .returning, .inspecting,
            .refunding,
            .fulfilling, .repairing, .disputed, .refunded, .fulfilled, .withdrawn, .expired:
            true
        }
    }

    /// The customer has new goods for its units, or will, and nothing came back for them.
    var wasSentAgain: Bool {
        switch kind {
        case .resend: cameToSomething
        case .refundOnly, .compensation, .priceProtection:
            renewedAt != nil || state == .fulfilling || state == .fulfilled
        case .returnRefund, .exchange, .repair: false
        }
    }

    /// The case is open or ended with the customer getting something.
    var cameToSomething: Bool {
        switch state {
        case .refused, .withdrawn, .expired: false
        case .reviewing, .awaitingEvidence, .offered, .rejected, .awaitingReturn, .returning, .inspecting,
            .refunding,
            .fulfilling, .repairing, .disputed, .refunded, .fulfilled:
            true
        }
    }
}
