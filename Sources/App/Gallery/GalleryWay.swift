import Base
import Policies

/// The way of a case to a state: what happens to it, in the words of the demo's steps.
struct GalleryWay: Sendable {
    let kind: CaseKind
    let state: CaseState

    /// Every state of every kind that comes there.
    static let all = CaseKind.allCases.flatMap { kind in
        CaseState.allCases.map { GalleryWay(kind: kind, state: $0) }.filter { $0.nouns != nil }
    }

    var name: String { "\(kind.rawValue)-\(state.rawValue)" }

    /// How long ago it began, as the demo's files write times.
    var began: String {
        switch state {
        case .expired: "now-12d"
        case .refunded, .fulfilled, .withdrawn, .refused: "now-2d"
        case .reviewing, .awaitingEvidence, .offered, .rejected, .awaitingReturn, .returning, .inspecting,
            .refunding,
            .fulfilling, .repairing, .disputed:
            "now-3m"
        }
    }

    var placed: String { began == "now-12d" ? "now-13d" : "now-4d" }
    var delivered: String { began == "now-3m" ? "now-1d" : "\(began)6h" }

    /// Happens only once the provider has been told to lose its answers.
    var isUnsettled: Bool { state == .refunding }

    /// The steps after the opening; nil where the kind does not come to the state.
    var nouns: [Noun]? {
        switch state {
        case .reviewing: startsWithPerson ? [] : [.offer, .decline]
        case .awaitingEvidence, .expired: [.evidenceRequest]
        case .offered: [.offer]
        case .rejected: [.rejection]
        case .disputed: [.rejection, .dispute]
        case .refused: [.rejection, .dispute, .arbitration]
        case .withdrawn: [.withdrawal]
        case .awaitingReturn: kind.returnsGoods ? [.approval] : nil
        case .returning: kind.returnsGoods ? [.approval, .parcel] : nil
        case .inspecting: kind.returnsGoods ? [.approval, .parcel, .receipt] : nil
        case .repairing: kind == .repair ? [.approval, .parcel, .receipt, .inspection] : nil
        case .fulfilling: fulfilment
        case .fulfilled: fulfilment.map { $0 + [.replacement, .confirmation] }
        case .refunding, .refunded: payment
        }
    }

    private var startsWithPerson: Bool {
        switch kind {
        case .refundOnly, .resend, .compensation, .priceProtection: true
        case .returnRefund, .exchange, .repair: false
        }
    }

    private var fulfilment: [Noun]? {
        switch kind {
        case .resend: [.approval]
        case .exchange: [.approval, .parcel, .receipt, .inspection]
        case .repair: [.approval, .parcel, .receipt, .inspection, .repaired]
        case .refundOnly, .returnRefund, .compensation, .priceProtection: nil
        }
    }

    private var payment: [Noun]? {
        switch kind {
        case .refundOnly, .compensation, .priceProtection: [.approval]
        case .returnRefund: [.approval, .parcel, .receipt, .inspection]
        case .exchange, .resend, .repair: nil
        }
    }

    /// A step, by its name in `demo/gallery.json`.
    enum Noun: String, Sendable {
        case approval, rejection, evidenceRequest, offer, decline, withdrawal, dispute, arbitration
        case parcel, receipt, inspection, repaired, replacement, confirmation
    }
}
