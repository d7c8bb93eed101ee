import AfterSales
import Base
import Markup
import Policies
import Staff
import Web

/// The case as a letter with a clock on top: what was decided and why, what the customer gets back and when,
/// what comes next and whose turn it is. The live page fetches exactly this again.
struct CaseLetter: Component {
    let model: CustomerCaseModel
    let call: CustomerCall
    let reader: Reader
    let actions: HTML

    private var record: Case { model.record }

    var body: HTML {
        """
        <article class="letter" id="letter">\(clock)<div class="letter-body">\(meta)<h1>\
        \(Phrases(LetterWords(model: model, reader: reader).title, in: reader.language))</h1>\
        <p>\(greeting)</p>\
        \(LetterGoods(model: model, reader: reader))\(own)\(offer)\(why)\(LetterMoney(model: model, reader: reader))\
        \(LetterParcels(model: model, reader: reader))\
        \(next)\
        <p class="letter-sign">\(reader["counter.letter.sign", ["shop": call.record.name]])<br>\
        \(reader.moment(record.decision.at))</p>\(number)</div>\
        \(if: !actions.isEmpty, "<div class=\"letter-actions\">\(actions)</div>")</article>
        """
    }

    private var clock: HTML {
        let text = DeadlineText(reader: reader)
        if model.isPromiseRunning { return "<div class=\"letter-clock\">\(text.promise(record))</div>" }
        if let deadline = record.deadline {
            let ring = text.ring(deadline, of: model.view, from: model.stateBegan)
            return "<div class=\"letter-clock\">\(ring)</div>"
        }
        let tone = StateWords.customerTone(record.state)?.rawValue
        return """
            <div class="letter-clock"\(attribute: "data-tone", tone)><p class="closing">\
            \(reader["counter.letter.closing.\(closing)"])</p></div>
            """
    }

    /// Who still waits for a parcel is not told that all is done.
    private var closing: String {
        guard let back = model.view.parts.goodsBack, record.state == .refunded || record.state == .fulfilled
        else {
            return record.state.rawValue
        }
        return back.sentAt == nil ? "goodsBack" : "goodsSent"
    }

    private var meta: HTML {
        let words = StateWords(reader: reader)
        return """
            <p class="letter-meta">\(words.customerChip(record.state))<span>\(words.kind(record.kind))</span></p>
            """
    }

    private var number: HTML {
        """
        <p class="letter-number"><span>\(reader["counter.letter.number"])</span> \
        \(CopyText(record.id.text, reader: reader))</p>
        """
    }

    private var greeting: String {
        let name =
            model.customer.map { Salutation(reader: reader).words($0) } ?? reader["counter.greeting.nameless"]
        let text = DecisionText(reader: reader, pack: model.pack)
        return reader["counter.letter.greeting", ["name": name, "reason": text.reason(record.reason)]]
    }

    private var own: HTML {
        guard let offer = model.ownOffer else { return "" }
        let says = OfferText(reader: reader).says(offer)
        return "<p>\(reader["counter.letter.ownOffer", ["offer": says]])</p>"
    }

    private var offer: HTML {
        guard let note = model.openOffer?.note, !note.isEmpty else { return "" }
        return "<p>\(reader["counter.letter.words", ["words": note]])</p>"
    }

    private var why: HTML {
        let text = DecisionText(reader: reader, pack: model.pack)
        let version = reader["counter.letter.basis", ["version": "\(record.decision.packVersion)"]]
        return """
            <div class="letter-why"><p class="strong">\(reader["counter.letter.why"])</p>\
            \(each: record.decision.told, { "<p>\(text.says($0))</p>" })\(shopWords)\
            <p class="small"><a href="\(call.base)/policy">\(version)</a></p></div>
            """
    }

    /// What the shop wrote with its last step.
    private var shopWords: HTML {
        let note = model.view.parts.notes.last { !$0.isInternal && $0.by.kind != .customer }
        guard let note, note.at >= model.stateBegan, note.text != record.decision.rules.first?.facts["why"]
        else { return "" }
        return "<p>\(reader["counter.letter.words", ["words": note.text]])</p>"
    }

    /// Nothing where all is done and the clock's place says so.
    private var next: HTML {
        if record.state == .refunded || record.state == .fulfilled { return "" }
        let text =
            record.isAnsweredProvisionally
            ? reader["counter.letter.next.\(record.state.rawValue).beside", legalFacts]
            : reader.most(
                "counter.letter.next",
                [
                    model.payers.isEmpty ? nil : "\(record.state.rawValue).unpaid.choice",
                    LetterWords(model: model, reader: reader).variant, record.state.rawValue,
                ])
        return
            "<h2>\(reader["counter.letter.next"])</h2><p>\(text)</p>\(legal)\(LetterSteps(model: model, reader: reader))"
    }

    /// While the five minutes run, the longer time behind them.
    private var legal: HTML {
        guard model.isPromiseRunning, record.deadline != nil else { return "" }
        return "<p class=\"small soft\">\(reader["counter.letter.legal", legalFacts])</p>"
    }

    private var legalFacts: [String: String] {
        guard let deadline = record.deadline else { return [:] }
        return [
            "moment": reader.moment(deadline.due),
            "fallback": reader["fallback.\(deadline.fallback.rawValue)"],
        ]
    }
}
