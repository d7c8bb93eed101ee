import AfterSales
import Base
import Markup
import Web

/// Files and words that a customer adds to a case.
struct CustomerEvidenceForm {
    let model: CustomerCaseModel
    let call: CustomerCall
    let reader: Reader
    let input: FormBody?

    /// Whether the state takes evidence.
    var isPossible: Bool { model.steps.contains("evidenceGiven") }

    /// Open, since it is the one thing to do next.
    var open: HTML { isPossible ? "<div class=\"stack\" id=\"evidence\">\(form(.primary))</div>" : "" }

    /// Folded, where it is one thing among others.
    var folded: HTML {
        guard isPossible else { return "" }
        return """
            <details class="disclosure" id="evidence"\(attribute: "open", input?["evidenceNote"] != nil)>\
            <summary>\(reader["counter.evidence.add"])</summary>\
            <div class="disclosure-body">\(form(.usual))</div></details>
            """
    }

    private func form(_ weight: Button.Weight) -> ActionForm {
        ActionForm(
            to: call.place(of: model.record.id) + "/evidence", call.seals.next(),
            button: Button(reader["counter.evidence.send"], weight, .wide),
            content: """
                <p class="small soft">\(reader["counter.evidence.optional"])</p>\
                \(EvidencePicker(reader: reader))\
                \(Field("evidenceNote", reader["counter.evidence.note"], .area(rows: 2),
                    value: input?["evidenceNote"], limit: Limits.noteCharacters))
                """
        ).withFiles()
    }
}
