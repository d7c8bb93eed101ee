import Policies

/// Pinduoduo's `after_sales_status` codes (reference: pdd.refund.information.get, official open-platform documents,
/// April 2026) and how they map to and from a case's state. Codes that are not documented stay what they are.
public enum PinduoduoStatus: Hashable, Sendable {
    case known(Code)
    case other(Int)

    public enum Code: Int, Sendable, CaseIterable {
        case none = 0
        case refundAsked = 2, returnAsked = 3, merchantRefunding = 4, platformRefunding = 5, rejected = 6
        case awaitingReturn = 7, platformHandling = 8, platformRefused = 9, refunded = 10, withdrawn = 11
        case buyerOverdueFailed = 12, buyerPastValidity = 13
        case exchangeWithMerchant = 14, exchangeWithBuyer = 15, exchangeDone = 16, exchangeFailed = 17
        case exchangeToConfirm = 18
        case repairToAgree = 21, repairToShip = 22, repairClosed = 24, repairDone = 25, repairToConfirm = 27
        case refusalAgreed = 31, resendToShip = 32, recallAgreed = 33
    }

    public init(code: Int) { self = Code(rawValue: code).map { .known($0) } ?? .other(code) }

    /// The kind and state that a code says; nil where it says none (0) or is unknown.
    public var meaning: (kind: CaseKind, state: CaseState)? {
        guard case .known(let code) = self else { return nil }
        switch code {
        case .none: return nil
        case .refundAsked: return (.refundOnly, .reviewing)
        case .returnAsked: return (.returnRefund, .reviewing)
        case .merchantRefunding, .platformRefunding: return (.refundOnly, .refunding)
        case .rejected: return (.refundOnly, .rejected)
        case .awaitingReturn: return (.returnRefund, .awaitingReturn)
        case .platformHandling: return (.refundOnly, .disputed)
        case .platformRefused: return (.refundOnly, .refused)
        case .refunded: return (.refundOnly, .refunded)
        case .withdrawn: return (.refundOnly, .withdrawn)
        case .buyerOverdueFailed: return (.refundOnly, .expired)
        case .buyerPastValidity: return (.returnRefund, .expired)
        case .exchangeWithMerchant: return (.exchange, .reviewing)
        case .exchangeWithBuyer: return (.exchange, .awaitingReturn)
        case .exchangeDone: return (.exchange, .fulfilled)
        case .exchangeFailed: return (.exchange, .refused)
        case .exchangeToConfirm: return (.exchange, .fulfilling)
        case .repairToAgree: return (.repair, .reviewing)
        case .repairToShip: return (.repair, .awaitingReturn)
        case .repairClosed: return (.repair, .expired)
        case .repairDone: return (.repair, .fulfilled)
        case .repairToConfirm: return (.repair, .fulfilling)
        case .refusalAgreed: return (.returnRefund, .returning)
        case .resendToShip: return (.resend, .fulfilling)
        case .recallAgreed: return (.refundOnly, .returning)
        }
    }

    /// The code that a shop on the platform would see for a case.
    public static func code(_ kind: CaseKind, _ state: CaseState) -> Code {
        switch kind {
        case .exchange: exchange(state)
        case .resend: resend(state)
        case .repair: repair(state)
        case .refundOnly, .compensation, .priceProtection: refund(state, asked: .refundAsked)
        case .returnRefund: refund(state, asked: .returnAsked)
        }
    }

    private static func refund(_ state: CaseState, asked: Code) -> Code {
        switch state {
        case .reviewing, .awaitingEvidence, .offered, .inspecting: asked
        case .rejected: .rejected
        case .awaitingReturn, .returning: .awaitingReturn
        case .refunding, .fulfilling, .repairing: .merchantRefunding
        case .disputed: .platformHandling
        case .refunded, .fulfilled: .refunded
        case .withdrawn: .withdrawn
        case .expired: asked == .returnAsked ? .buyerPastValidity : .buyerOverdueFailed
        case .refused: .platformRefused
        }
    }

    private static func exchange(_ state: CaseState) -> Code {
        switch state {
        case .reviewing, .awaitingEvidence, .offered, .inspecting, .repairing: .exchangeWithMerchant
        case .rejected, .awaitingReturn, .returning: .exchangeWithBuyer
        case .fulfilling: .exchangeToConfirm
        case .refunding: .merchantRefunding
        case .disputed: .platformHandling
        case .fulfilled: .exchangeDone
        case .refunded: .refunded
        case .withdrawn: .withdrawn
        case .expired, .refused: .exchangeFailed
        }
    }

    private static func resend(_ state: CaseState) -> Code {
        switch state {
        case .fulfilling: .resendToShip
        case .reviewing, .awaitingEvidence, .offered, .inspecting, .repairing, .rejected, .awaitingReturn,
            .returning,
            .refunding, .disputed, .fulfilled, .refunded, .withdrawn, .expired, .refused:
            exchange(state)
        }
    }

    private static func repair(_ state: CaseState) -> Code {
        switch state {
        case .reviewing, .awaitingEvidence, .offered, .inspecting, .repairing: .repairToAgree
        case .rejected: .rejected
        case .awaitingReturn, .returning: .repairToShip
        case .fulfilling: .repairToConfirm
        case .refunding: .merchantRefunding
        case .disputed: .platformHandling
        case .fulfilled: .repairDone
        case .refunded: .refunded
        case .withdrawn: .withdrawn
        case .expired, .refused: .repairClosed
        }
    }
}
