import AfterSales
import Localisation
import Policies
import Storage
import Web

/// Which row of the pack's compensation table a complaint's compensation goes by.
struct BreachField: Sendable {
    private let pack: PolicyPack
    private let call: DeskCall

    static let name = "breach"

    /// - Returns: nil where the pack has no such table, or no order is named that it could be applied to.
    init?(_ complaint: Complaint, _ call: DeskCall, _ transaction: Transaction) throws {
        pack = try call.services.policies.current(of: call.shop, in: transaction)
        self.call = call
        guard complaint.orderID != nil, !pack.compensations.isEmpty else { return nil }
    }

    func body(_ form: DeskForm, chosen: String?) -> SelectField {
        let reasons = DecisionText(reader: call.reader, pack: pack)
        return SelectField(
            name: form.fieldName(Self.name), label: call.texts["desk.complaint.breach"],
            choices: [(value: "", words: call.texts["desk.complaint.breachNone"])]
                + pack.compensations.map { row in
                    let words = call.reader.sentence("breach.\(row.cause)") ?? reasons.reason(row.cause)
                    return (value: row.cause, words: words)
                }, chosen: form.entered(Self.name) ?? chosen,
            hint: call.texts["desk.complaint.breachHint"])
    }
}
