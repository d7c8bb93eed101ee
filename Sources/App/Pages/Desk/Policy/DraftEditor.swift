import AfterSales
import Base
import Localisation
import Markup
import Policies
import Staff
import Web

/// A draft as it was entered, with what came of it: faults, a refusal, or a rehearsal.
struct DraftInput: Sendable {
    let yaml: String
    var since = "30d"
    /// The shipped pack that it begins with.
    var start: String?
    var faults: [PackFault] = []
    var problem: Problem?
    var rehearsal: RehearsalResult?

    /// How far back a rehearsal may look.
    static let spans = ["7d", "30d", "90d", "365d"]
}

/// Where the next version is written, rehearsed on stored cases and published.
struct DraftEditor: Component {
    let model: PolicyModel
    let input: DraftInput?
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/policy" }
    private var yaml: String { input?.yaml ?? model.draft?.yaml ?? model.text }

    var body: HTML {
        """
        \(status)\(starts)\((input?.problem).map { Notice(refusal: $0) })\
        \((input?.rehearsal).map { RehearsalTable(result: $0, call: call) })\
        <div class="\(hasFaults ? "split" : "stack")">\(editor)\(if: hasFaults, faults)</div>
        """
    }

    private var hasFaults: Bool { input?.faults.isEmpty == false }

    private var status: HTML {
        if input?.start != nil {
            return "<p class=\"soft small\">\(texts["desk.policy.started"])</p>"
        }
        guard let draft = model.draft else {
            return "<p class=\"soft small\">\(texts["desk.policy.noDraft"])</p>"
        }
        let says = texts[
            "desk.policy.draftSaved",
            ["who": model.draftBy ?? "", "moment": call.words.moment(draft.savedAt)]]
        return """
            <section class="banner"><p><strong>\(says)</strong> \(texts["desk.policy.publishText"])</p>\
            \(if: call.may(.policyPublish), publish)</section>
            """
    }

    private var starts: HTML? {
        guard call.may(.policyEdit) else { return nil }
        let packs = ShippedPacks.names.map { name in
            // A pack that is lost is told when it is chosen.
            (name, (try? ShippedPacks.load(name))?.title[texts.language] ?? name)
        }
        return """
            <form class="row" action="\(path)"><input type="hidden" name="tab" value="draft">\
            <span class="small soft">\(texts["desk.policy.start"])</span>\
            \(DeskSelect("start", label: texts["desk.policy.start"], packs, chosen: input?.start))\
            \(Button(texts["desk.policy.startFrom"]))</form>
            """
    }

    private var publish: HTML {
        let next = texts["desk.policy.publish", ["version": String(model.newest + 1)]]
        return ActionForm(
            to: "\(path)/publication", call.seal(), style: "actions",
            confirmation: texts["desk.again", ["what": next]], button: Button(next, .primary)
        ).body
    }

    private var editor: HTML {
        let spans = DraftInput.spans.map { ($0, texts["desk.policy.since.\($0)"]) }
        let cannot = !call.may(.policyEdit)
        return """
            <form class="card" method="post" action="\(path)/draft">\(call.seal().hiddenFields)\
            \(PolicyGuide(yaml: yaml, texts: texts))\
            <div class="field"><label for="draft-yaml">\(texts["desk.policy.editor"])</label>\
            <numbered-text marked="\(marked)"><textarea class="input source-input" id="draft-yaml" \
            name="yaml" rows="28" spellcheck="false" wrap="off" required\
            \(attribute: "aria-invalid", hasFaults ? "true" : nil)>\n\(yaml)</textarea></numbered-text></div>\
            <div class="actions">\(if: !cannot, Button(texts["desk.policy.save"]).body)\
            <button class="button" formaction="\(path)/rehearsal">\(texts["desk.policy.rehearse"])</button>\
            \(DeskSelect("since", label: texts["desk.policy.since"], spans, chosen: input?.since ?? "30d"))\
            </div>\
            <p class="field-hint">\(texts[cannot ? "desk.policy.cannotEdit" : "desk.policy.editorHint"])\
            </p></form>
            """
    }

    /// The lines that something is wrong with.
    private var marked: String { (input?.faults ?? []).map { String($0.line) }.joined(separator: " ") }

    private var faults: HTML {
        let list = input?.faults ?? []
        return """
            <section class="card" role="alert"><div class="card-head"><h2>\
            \(texts["desk.policy.faults", ["count": String(list.count)]])</h2></div>\
            <p class="small soft">\(texts["desk.policy.faultsText"])</p>\
            <ol class="rules">\(each: list, fault)</ol>\
            <details class="disclosure" id="draft-lines"><summary>\(texts["desk.policy.lines"])</summary>\
            \(NumberedText(text: yaml, marked: Set(list.map(\.line))))</details></section>
            """
    }

    private func fault(_ fault: PackFault) -> HTML {
        let says = texts.sentence("packFault.\(fault.code.rawValue)", fault.arguments) ?? fault.description
        return """
            <li class="rule"><p><a href="#L\(fault.line)">\
            \(texts["desk.policy.line", ["line": String(fault.line)]])</a> \(says)</p>\
            \(if: !fault.path.isEmpty, "<code class=\"rule-id\">\(fault.path)</code>")</li>
            """
    }
}
