import AfterSales
import Base
import Customers
import Localisation
import Markup
import Policies
import Web

/// Where the money goes, what the customer said, and files they sent by another way.
struct DeskApplyDetails: Component {
    let model: DeskApplyModel
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var draft: ApplicationDraft { model.draft }

    var body: HTML {
        """
        \(destination)\
        \(Field(
            "note", texts["desk.apply.note"], .area(rows: 3), value: draft.note,
            limit: Limits.noteCharacters, hint: texts["desk.apply.noteHint"]))\
        \(each: draft.evidence.enumerated(), kept)<div class="field">\
        <label for="apply-files">\(texts["desk.evidence.files"])</label>\
        <input class="input" id="apply-files" type="file" name="evidence" \
        accept="image/*,video/*,application/pdf" multiple></div>
        """
    }

    private var destination: SelectField? {
        let refunds = model.order.pack.refunds
        let allowed = draft.kind == .exchange ? refunds.exchangeDifference : refunds.refunds
        let methods = model.apply.destinations(for: allowed)
        guard !methods.isEmpty else { return nil }
        let text = MovementText(reader: call.reader)
        let original =
            allowed.contains(.original) || draft.kind != .exchange
            ? [(value: "", words: texts["desk.apply.original"])] : []
        return SelectField(
            name: "refundTo",
            label: texts[draft.kind == .exchange ? "desk.apply.difference" : "desk.case.refundTo"],
            choices: original + methods.map { (value: $0.id.text, words: text.method($0)) },
            chosen: draft.refundTo?.text)
    }

    private func kept(_ place: Int, _ file: String) -> HTML {
        """
        <label class="choice"><input type="checkbox" name="keep" value="\(file)" checked><span>\
        <a href="\(call.path)/files/\(QueryText.encoded(file))">\
        \(texts["desk.apply.kept", ["number": "\(place + 1)"]])</a></span></label>
        """
    }
}
