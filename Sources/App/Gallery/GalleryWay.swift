import Base
import Policies

/// The way of a case to a state: what happens to it, in the words of the demo's steps.
struct GalleryWay: Sendable {
    let kind: CaseKind
    let state: CaseState
    var course = Course.usual

    /// How else a case comes to a state.
    enum Course: String, Sendable {
        case usual
        /// Nobody answered in time, so something went out by itself while the shop's own clock runs on.
        case unanswered
        /// Two repairs failed: the customer chooses between the ways that are left.
        case failedTwice
        /// New goods are on their way to the customer.
        case underWay
    }

    /// Every state of every kind that comes there, and those that look otherwise by another course.
    static let all =
        CaseKind.allCases.flatMap { kind in
            CaseState.allCases.map { GalleryWay(kind: kind, state: $0) }.filter { $0.nouns != nil }
        } + [
            GalleryWay(kind: .refundOnly, state: .offered, course: .unanswered),
            GalleryWay(kind: .repair, state: .offered, course: .failedTwice),
            GalleryWay(kind: .resend, state: .fulfilling, course: .underWay),
        ]

    var name: String {
        let usual = "\(kind.rawValue)-\(state.rawValue)"
        return course == .usual ? usual : "\(usual)-\(course.rawValue)"
    }

    /// How long ago it began, as the demo's files write times.
    var began: String {
        if course == .unanswered { return "now-9m" }
        return switch state {
        case .expired: "now-12d"
        case .refunded, .fulfilled, .withdrawn, .refused: "now-2d"
        case .reviewing, .awaitingEvidence, .offered, .rejected, .awaitingReturn, .returning, .inspecting,
            .refunding,
            .fulfilling, .repairing, .disputed:
            "now-3m"
        }
    }

    var placed: String { began == "now-12d" ? "now-13d" : "now-4d" }
    var delivered: String { began.hasSuffix("m") ? "now-1d" : "\(began)6h" }

    /// Happens only once the provider has been told to lose its answers.
    var isUnsettled: Bool { state == .refunding }

    /// The steps after the opening; nil where the kind does not come to the state.
    var nouns: [Noun]? {
        switch course {
        case .usual: usual
        case .unanswered: []
        case .failedTwice: [.approval, .parcel, .receipt, .inspection, .repairFailed, .repairFailed]
        case .underWay: [.approval, .replacement]
        }
    }

    private var usual: [Noun]? {
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
        case parcel, receipt, inspection, repaired, repairFailed, replacement, confirmation
    }
}
