import AfterSales
import Base
import Customers
import Markup
import Orders
import Policies
import Web

/// Step 2, second page: what should be done, what shows it, and where the money goes when there is a choice.
struct ApplyDetails {
    let model: ApplyModel
    let options: ApplyOptions
    let draft: ApplicationDraft
    let call: CustomerCall
    let reader: Reader

    var page: ApplyPage {
        let says = DecisionText(reader: reader, pack: model.order.pack).reason(draft.reason ?? "")
        let goods = ApplyWords(model: model, reader: reader).goods(draft)
        return ApplyPage(
            step: .details, draft: draft, call: call, reader: reader,
            head: reader["counter.apply.kind.title"],
            text: "\(says) · \(goods)", content: content)
    }

    private var mine: [ApplyOptions.Option] { options.options(for: draft.reason ?? "") }

    private var content: HTML {
        let change = Link(
            reader["counter.apply.reason.change"], to: draft.address(ApplyStep.reason.place(in: call)))
        if mine.isEmpty {
            return
                "<section class=\"card\">\(nothing(change))</section>"
        }
        return """
            <p class="small"><a\(attribute: "href", change.place)>\(change.title)</a></p>\
            \(form)
            """
    }

    private func nothing(_ change: Link) -> EmptyState {
        EmptyState(reader["counter.apply.nothing"], reader["counter.apply.nothing.text"], link: change)
    }

    private var form: ActionForm {
        ActionForm(
            to: ApplyStep.details.place(in: call), call.seals.next(), button: next, content: fields
        ).withFiles()
    }

    private var next: Button { Button(reader["counter.apply.next"], .primary, .wide) }

    private var fields: HTML {
        """
        \(rest)<section class="card">\
        \(Choices("kind", reader["counter.apply.kind.legend"], mine.map(choice), chosen: chosen))</section>\
        \(variants)\(evidence)\(destinations)<section class="card">\
        \(note)\
        </section>
        """
    }

    private var note: Field {
        Field(
            "note", reader["counter.apply.note"], .area(rows: 3), value: draft.note,
            limit: Limits.noteCharacters, hint: reader["counter.apply.note.hint"])
    }

    private var chosen: String? {
        draft.kind?.rawValue ?? (mine.count == 1 ? mine.first?.kind.rawValue : nil)
    }

    private var rest: HTML {
        var rest = draft
        (rest.kind, rest.refundTo) = (nil, nil)
        return rest.hiddenFields
    }

    private func choice(_ option: ApplyOptions.Option) -> Choices.Choice {
        Choices.Choice(
            option.kind.rawValue, reader["counter.wish.\(option.kind.rawValue)"],
            note: ApplyWords(model: model, reader: reader).note(option.preview))
    }

    private var variants: HTML {
        guard mine.contains(where: { $0.kind == .exchange }) else { return "" }
        return
            """
            <section class="card"><h2>\(reader["counter.apply.variant"])</h2>\
            \(each: draft.goods, variant)</section>
            """
    }

    private func variant(_ goods: ApplicationDraft.Goods) -> HTML {
        guard let line = model.line(goods) else { return "" }
        return SelectField(
            name: "variant.\(goods.line)", label: GoodsText(reader: reader).name(line),
            choices: VariantChoices(model: model, options: options, reader: reader).choices(goods),
            chosen: goods.newVariant?.text
        ).body
    }

    private var evidence: HTML {
        let needed = model.order.pack.reason(draft.reason ?? "")?.evidence ?? []
        let text =
            needed.isEmpty
            ? reader["counter.evidence.optional"]
            : reader["counter.evidence.needed", ["kinds": DecisionText(reader: reader).evidence(needed)]]
        return """
            <section class="card"><div><h2>\(reader["counter.evidence.title"])</h2><p class="small soft">\
            \(text)</p></div>\
            \(each: draft.evidence.enumerated(), kept)\(EvidencePicker(reader: reader))</section>
            """
    }

    private func kept(_ place: Int, _ file: String) -> HTML {
        """
        <label class="choice"><input type="checkbox" name="keep" value="\(file)" checked>\
        <span>\(reader["counter.evidence.kept", ["number": "\(place + 1)"]])</span></label>
        """
    }

    private var destinations: HTML {
        let refunds = model.order.pack.refunds
        let kinds = Set(mine.map(\.kind))
        let methods =
            kinds.subtracting([.exchange, .resend, .repair]).isEmpty
            ? [] : model.destinations(for: refunds.refunds)
        let hasOriginal = refunds.refunds.contains(.original)
        let difference = kinds.contains(.exchange) ? model.destinations(for: refunds.exchangeDifference) : []
        let hasOriginalDifference = refunds.exchangeDifference.contains(.original)
        let isChoice = methods.count + (hasOriginal ? 1 : 0) > 1
        if !isChoice && difference.isEmpty { return "" }
        return """
            <section class="card">\(isChoice ? select("refund", methods, hasOriginal) : "")\
            \(if: !difference.isEmpty, select("difference", difference, hasOriginalDifference))\
            </section>
            """
    }

    private func select(_ name: String, _ methods: [PaymentMethod], _ hasOriginal: Bool) -> HTML {
        let text = MovementText(reader: reader)
        let original = hasOriginal ? [("", reader["destination.original"])] : []
        return SelectField(
            name: name, label: reader["counter.apply.\(name)"],
            choices: original + methods.map { ($0.id.text, text.method($0)) }, chosen: draft.refundTo?.text
        ).body
    }
}
