import AfterSales
import Base
import Localisation
import Markup
import Orders
import Policies
import Storage
import Web

/// Which goods of a complaint's order are sent again, and why.
struct ResendFields: Sendable {
    private let order: Order
    private let reasons: [ReasonPolicy]
    private let call: DeskCall

    /// - Returns: nil where there is nothing to send again.
    init?(_ complaint: Complaint, _ call: DeskCall, _ transaction: Transaction) throws {
        guard let orderID = complaint.orderID else { return nil }
        let pack = try call.services.policies.current(of: call.shop, in: transaction)
        order = try call.services.orders.order(orderID, in: call.shop.id, transaction)
        reasons = pack.reasonsToSendAgain
        self.call = call
        guard !reasons.isEmpty, pack.kinds[.resend]?.during.contains(order.status) == true else { return nil }
    }

    func body(_ form: DeskForm) -> HTML {
        let reason = SelectField(
            name: form.fieldName("reason"), label: call.texts["desk.complaint.resendReason"],
            choices: [(value: "", words: "–")]
                + reasons.map { (value: $0.code, words: $0.says[call.texts.language]) },
            chosen: form.entered("reason"))
        return """
            <fieldset class="stack"><legend>\(call.texts["desk.complaint.resend"])</legend>\
            <p class="small soft">\(call.texts["desk.complaint.resendHint"])</p>\
            \(reason)\(each: Array(order.lines.enumerated()), { units($0.offset, $0.element, form).body })</fieldset>
            """
    }

    private func units(_ place: Int, _ line: OrderLine, _ form: DeskForm) -> Field {
        form.field(
            Self.name(place), GoodsText(reader: call.reader).name(line), limit: 4,
            hint: call.texts["desk.complaint.resendOf", ["count": String(line.quantity)]])
    }

    private static func name(_ place: Int) -> String { "units\(place)" }

    /// The lines whose units were filled in; nil when none were.
    static func lines(_ form: DeskFormReader, of order: Order) throws -> [CaseApplication.Line]? {
        let lines = try order.lines.enumerated().compactMap { place, line in
            try form.int(name(place), in: 0...Limits.unitsOfOneLine).flatMap { count in
                count == 0
                    ? nil : CaseApplication.Line(line: .line(line.id), quantity: count, newVariantID: nil)
            }
        }
        return lines.isEmpty ? nil : lines
    }
}
