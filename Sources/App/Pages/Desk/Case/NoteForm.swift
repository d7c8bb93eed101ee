import AfterSales
import Base
import Localisation
import Markup
import Web

/// Words for colleagues, or to the customer: two buttons, one text.
struct NoteForm: Component {
    let sheet: CaseStepSheet

    var body: HTML {
        let texts = sheet.texts
        return sheet.folded(
            NoteFormBody(
                form: sheet.form, label: texts["desk.note.text"], colleagues: texts["desk.note.colleagues"],
                customer: texts["desk.send.customer"]))
    }
}

private struct NoteFormBody: Component {
    let form: DeskForm
    let label: String
    let colleagues: String
    let customer: String

    var body: HTML {
        """
        <form class="disclosure-body" method="post" action="\(form.place)">\(form.seal.hiddenFields)\
        \(form.hiddenVersion)\(form.notice)\
        \(form.field("text", label, .area(rows: 3), isRequired: true, limit: Limits.noteCharacters))\
        <div class="actions">\(Button(colleagues, name: "notes.to", value: "colleagues"))\
        \(Button(customer, name: "notes.to", value: "customer"))</div></form>
        """
    }
}

/// Files that the shop puts before the other side.
struct EvidenceForm: Component {
    let sheet: CaseStepSheet

    var body: HTML {
        let texts = sheet.texts
        let name = sheet.form.fieldName("files")
        return sheet.folded(
            sheet.form.html(
                Button(texts["desk.evidence.add"]),
                """
                <div class="field"><label for="evidence-files">\(texts["desk.evidence.files"])</label>\
                <input class="input" id="evidence-files" type="file" name="\(name)" \
                accept="image/*,video/*,application/pdf" multiple required></div>\
                \(sheet.note(texts["desk.note.toCustomer"]))
                """
            ).withFiles())
    }
}
