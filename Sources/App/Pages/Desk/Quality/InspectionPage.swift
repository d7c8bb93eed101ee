import Base
import Conversations
import Localisation
import Markup
import Staff
import Storage
import Web

/// A conversation as an inspector reads it, with the score sheet beside it; the agent sees the result with the thread.
struct InspectionPage: Component {
    let inspection: Inspection
    let model: ConversationModel
    let refused: RefusedForm?
    let call: DeskCall

    /// - Throws: `inspectionUnknown` where nothing of it is for the reader.
    init(
        _ id: Identifier<Conversation>, _ refused: RefusedForm? = nil, _ call: DeskCall,
        _ transaction: Transaction
    ) throws {
        let all = try call.services.conversations.inspections(of: id, in: call.shop.id, transaction)
        let own = call.principal.actor.id
        let isInspector = call.may(.conversationsAssign)
        guard let inspection = all.first(where: { isInspector || ($0.state == .done && $0.agent == own) })
        else {
            throw ConversationRefusal.inspectionUnknown
        }
        (self.inspection, self.refused, self.call) = (inspection, refused, call)
        model = try ConversationModel(id, call, transaction)
    }

    private var texts: TextTable { call.texts }
    private var place: String { "\(call.place("conversations", inspection.conversationID))/inspection" }

    var body: HTML {
        """
        <div class="page page-wide"><header class="page-head"><div>\
        <p class="small"><a href="\(call.path)/inspections">\(texts["desk.quality.title"])</a></p>\
        <h1>\(inspection.reasons.map { texts["desk.quality.reason.\($0.rawValue)"] }.joined(separator: " · "))</h1>\
        <p><a href="\(call.place("conversations", inspection.conversationID))">\(texts["desk.quality.thread"])</a></p>\
        </div></header><div class="stack"><section class="card">\(ThreadList(
            model: model.thread, side: .shop, reader: call.reader, base: call.path, names: model.names,
            opensFiles: call.personal != .hidden))</section>\(sheet)</div></div>
        """
    }

    private var sheet: HTML {
        if let result = inspection.result { return told(result) }
        guard inspection.state == .open, call.may(.conversationsAssign) else { return .empty }
        let form = DeskForm("sheet", to: place, call, refused: refused)
        let marks = ScoreSheet.Mark.allCases.map { mark in
            form.choices(
                mark.rawValue, texts["desk.quality.mark.\(mark.rawValue)"],
                ScoreSheet.marks.reversed().map { Choices.Choice(String($0), String($0)) })
        }
        let drop = ActionForm(
            to: "\(place)/drop", call.seal(), style: "actions",
            button: Button(texts["desk.quality.drop"], .quiet))
        return """
            <section class="card"><h2>\(texts["desk.quality.sheet"])</h2>\(form.html(
                Button(texts["desk.quality.send"], .primary),
                """
                \(HTML(joining: marks))\
                \(form.field("words", texts["desk.quality.words"], .area(rows: 3), limit: Limits.noteCharacters))\
                <label class="choice"><input type="checkbox" name="\(form.fieldName("lesson"))" value="yes">\
                <span>\(texts["desk.quality.lesson"])</span></label>
                """))\(drop)</section>
            """
    }

    private func told(_ result: Inspection.Result) -> HTML {
        let facts = ScoreSheet.Mark.allCases.map { mark in
            (
                texts["desk.quality.mark.\(mark.rawValue)"],
                HTML(escaping: String(result.sheet.marks[mark] ?? 0))
            )
        }
        let isOwn = inspection.agent == call.principal.actor.id && result.readAt == nil
        let reading = ActionForm(
            to: "\(place)/read", call.seal(), style: "actions", button: Button(texts["desk.quality.read"]))
        return """
            <section class="card"><h2>\(texts["desk.quality.scored", ["score": String(result.sheet.score)]])</h2>\
            <dl class="facts">\(DeskFacts(facts))</dl>\
            \(result.words.map { "<p class=\"pre\">\(model.told($0))</p>" as HTML })\
            \(if: result.isLesson, "<p>\(StatusChip(texts["desk.quality.isLesson"]))</p>")\
            \(if: isOwn, reading.body)</section>
            """
    }
}
