import AfterSales
import Policies
import Web

/// Where a case stands, in a word or two, for either side.
struct StateWords {
    let reader: Reader

    func staffChip(_ state: CaseState) -> StatusChip {
        StatusChip(reader["state.\(state.rawValue)"], Self.staffTone(state))
    }

    func customerChip(_ state: CaseState) -> StatusChip {
        StatusChip(reader["state.customer.\(state.rawValue)"], Self.customerTone(state))
    }

    func kind(_ kind: CaseKind) -> String { reader["kind.\(kind.rawValue)"] }

    /// What moves by itself is quiet; the reader's own turn stands out.
    static func staffTone(_ state: CaseState) -> Tone? {
        switch state {
        case .reviewing, .inspecting, .repairing, .fulfilling: .yours
        case .disputed: .warn
        case .refunded, .fulfilled: .good
        case .awaitingEvidence, .offered, .rejected, .awaitingReturn, .returning, .refunding, .withdrawn,
            .expired,
            .refused:
            nil
        }
    }

    static func customerTone(_ state: CaseState) -> Tone? {
        switch state {
        case .awaitingEvidence, .offered, .rejected, .awaitingReturn: .yours
        case .refunded, .fulfilled: .good
        case .reviewing, .returning, .inspecting, .refunding, .fulfilling, .repairing, .disputed, .withdrawn,
            .expired, .refused:
            nil
        }
    }
}
