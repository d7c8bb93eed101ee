import AfterSales
import Base
import Localisation
import Markup
import Policies
import Web

/// Agreeing for less, or with a word to the customer.
struct ApprovalForm: Component {
    let sheet: CaseStepSheet
    let model: CaseModel

    var body: HTML {
        let texts = sheet.texts
        let asked = model.record.asked
        let most = min(model.grantLeft ?? model.grantable, model.grantable)
        let hint = texts["desk.amount.most", ["amount": sheet.money(most)]]
        let amount = sheet.amount(
            texts["desk.amount.grant"], value: model.grantLeft ?? model.record.agreed ?? asked, hint: hint)
        let form = sheet.form.html(
            Button(texts["desk.step.approval"]),
            "\(amount)\(if: model.record.kind.returnsGoods, address)\(sheet.note(texts["desk.note.toCustomer"]))"
        )
        return """
            <details class="disclosure" id="approval-with"\(attribute: "open", sheet.form.isRefused)>\
            <summary>\(texts["desk.step.approval.with"])</summary>\(form)</details>
            """
    }

    /// Where these goods go back to, when it is not the shop's usual place.
    private var address: HTML {
        sheet.form.field(
            "returnAddress", sheet.texts["desk.returnAddress"], .area(rows: 4),
            value: model.record.returnAddress?.allLines.joined(separator: "\n"), limit: 1_000,
            hint: sheet.texts["desk.returnAddress.hint"]
        ).body
    }
}

/// Proposing something else than what was asked.
struct OfferForm: Component {
    let sheet: CaseStepSheet
    let model: CaseModel

    var body: HTML {
        let texts = sheet.texts
        let kinds = OfferKind.fitting(model.record.kind).map {
            Choices.Choice($0.rawValue, texts["desk.offerKind.\($0.rawValue)"])
        }
        let hint = texts["desk.amount.mostWhereMoney", ["amount": sheet.money(model.bound)]]
        return sheet.folded(
            sheet.form.html(
                Button(texts["desk.send.customer"]),
                """
                \(sheet.form.choices("kind", texts["desk.offer.what"], kinds, chosen: OfferKind.partialRefund.rawValue))\
                \(sheet.amount(texts["desk.offer.amount"], hint: hint))\
                \(sheet.note(texts["desk.note.toCustomer"]))
                """))
    }
}

/// Asking the customer to show something.
struct EvidenceRequestForm: Component {
    let sheet: CaseStepSheet

    var body: HTML {
        let texts = sheet.texts
        let kinds = EvidenceKind.allCases.map { ($0.rawValue, texts["evidence.\($0.rawValue)"]) }
        return sheet.folded(
            sheet.form.html(
                Button(texts["desk.send.customer"]),
                """
                \(sheet.form.checks("items", texts["desk.evidence.what"], kinds))\
                \(sheet.note(texts["desk.note.toCustomer"]))
                """))
    }
}

/// Not agreeing, with the reason that the customer will read.
struct RejectionForm: Component {
    let sheet: CaseStepSheet

    var body: HTML {
        let texts = sheet.texts
        let reason = sheet.form.field(
            "reason", texts["desk.rejection.reason"], isRequired: true, limit: Limits.nameCharacters,
            hint: texts["desk.rejection.hint"])
        return sheet.folded(
            sheet.form.html(
                Button(texts["desk.step.rejection"], .danger),
                confirmation: texts["desk.again", ["what": texts["desk.step.rejection"]]],
                "\(reason)\(sheet.note(texts["desk.note.toCustomer"]))"))
    }
}

/// The platform's ruling between customer and shop.
struct ArbitrationForm: Component {
    let sheet: CaseStepSheet
    let model: CaseModel

    var body: HTML {
        let texts = sheet.texts
        let rulings = Ruling.allCases.map { Choices.Choice($0.rawValue, texts["desk.ruling.\($0.rawValue)"]) }
        let hint = texts["desk.ruling.amountHint", ["amount": sheet.money(model.bound)]]
        return sheet.folded(
            sheet.form.html(
                Button(texts["desk.step.arbitration"], .primary),
                confirmation: texts["desk.again", ["what": texts["desk.step.arbitration"]]],
                """
                \(sheet.form.choices("ruling", texts["desk.ruling.what"], rulings))\
                \(sheet.amount(texts["desk.ruling.amount"], hint: hint))\
                \(sheet.note(texts["desk.note.toBoth"]))
                """), isOpen: true)
    }
}

/// Opening a closed case again.
struct ReopeningForm: Component {
    let sheet: CaseStepSheet

    var body: HTML {
        sheet.folded(
            sheet.form.html(
                Button(sheet.label),
                "\(sheet.note(sheet.texts["desk.reopening.reason"], isRequired: true, name: "reason"))"))
    }
}
