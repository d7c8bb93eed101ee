import AfterSales
import Base
import Markup
import Orders
import Policies
import Web

/// What the customer can do now: exactly what the case's state allows, the one thing to do next first.
struct CaseActions: Component {
    let model: CustomerCaseModel
    let call: CustomerCall
    let reader: Reader
    let input: FormBody?

    private var record: Case { model.record }
    private var place: String { call.place(of: record.id) }

    var body: HTML {
        let state: HTML =
            switch record.state {
            case .offered, .disputed:
                OfferActions(model: model, call: call, reader: reader, input: input).body
            // What the law lets the customer choose stays to be chosen while the shop looks again.
            case .reviewing where model.openOffers.count > 1:
                OfferActions(model: model, call: call, reader: reader, input: input).body
            case .awaitingReturn, .returning:
                ReturnForm(model: model, call: call, reader: reader, input: input).body
            case .awaitingEvidence:
                evidence.open
            case .rejected, .refused: "\(evidence.folded)\(counter)\(dispute)\(again)"
            case .fulfilling:
                """
                \(OfferActions(model: model, call: call, reader: reader, input: input))\
                \(DifferenceActions(model: model, call: call, reader: reader, input: input))\(confirmation)\(missing)
                """
            case .withdrawn, .expired: again
            case .refunded, .fulfilled, .reviewing, .inspecting, .refunding, .repairing: ""
            }
        let isShown = record.state == .fulfilling
        return """
            \(state)\(if: !isShown, lost)\
            \(if: record.state != .rejected && record.state != .refused, dispute)\(withdrawal)
            """
    }

    private var evidence: CustomerEvidenceForm {
        CustomerEvidenceForm(model: model, call: call, reader: reader, input: input)
    }

    private var counter: HTML {
        model.steps.contains("countered")
            ? CounterForm(model: model, call: call, reader: reader, input: input).body : ""
    }

    private var dispute: HTML {
        guard model.steps.contains("disputed") else { return "" }
        let form = ActionForm(
            to: place + "/dispute", call.seals.next(), button: Button(reader["counter.dispute.send"]),
            content: Field(
                "disputeNote", reader["counter.dispute.note"], .area(rows: 3), value: input?["disputeNote"],
                limit: Limits.noteCharacters
            ).body)
        return disclosure(
            "dispute", reader["counter.dispute"], "<p>\(reader["counter.dispute.text"])</p>\(form)")
    }

    private var again: HTML {
        guard record.state.isClosed, let order = model.order?.order else { return "" }
        let link = Link(reader["counter.apply.again"], to: call.place(of: order.id) + "/apply")
        return "<div class=\"actions\">\(ButtonLink(link))</div>"
    }

    private var confirmation: HTML {
        guard model.steps.contains("confirmed") else { return "" }
        return ActionForm(
            to: place + "/confirmation", call.seals.next(), style: "actions-column",
            confirmation: reader["counter.confirm.twice"],
            button: Button(reader["counter.confirm"], .primary, .wide)
        ).body
    }

    /// New or repaired goods are on their way.
    private var missing: HTML {
        guard model.steps.contains("notArrived") else { return "" }
        return notArrived("counter.notArrived", Button(reader["counter.notArrived"], .quiet)).body
    }

    /// What inspection turned down is on its way back.
    private var lost: HTML {
        guard model.steps.contains("notArrived") else { return "" }
        let key = "counter.refusedMissing"
        let form = notArrived(key, Button(reader[key], .usual, .small))
        return disclosure(
            "missing", reader["counter.refusedMissing"],
            "<p>\(reader["counter.refusedMissing.text"])</p>\(form)")
    }

    private func notArrived(_ key: String, _ button: Button) -> ActionForm {
        ActionForm(
            to: place + "/non-arrival", call.seals.next(), style: "actions",
            confirmation: reader[key + ".twice"], button: button)
    }

    private var withdrawal: HTML {
        guard model.steps.contains("withdrawn") else { return "" }
        let form = ActionForm(
            to: place + "/withdrawal", call.seals.next(), style: "actions",
            confirmation: reader["counter.withdraw.twice"],
            button: Button(reader["counter.withdraw"], .danger, .small))
        return disclosure(
            "withdraw", reader["counter.withdraw.title"], "<p>\(reader["counter.withdraw.text"])</p>\(form)")
    }

    private func disclosure(_ id: String, _ title: String, _ content: HTML) -> HTML {
        """
        <details class="disclosure" id="\(id)"><summary>\(title)</summary>\
        <div class="disclosure-body">\(content)</div></details>
        """
    }
}
