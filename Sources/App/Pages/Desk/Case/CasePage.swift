import AfterSales
import Base
import Localisation
import Markup
import Storage
import Web

/// One case in three panes: what waits, the case with what may be done, the customer with order and books.
struct CasePage: Component {
    private let model: CaseModel
    private let waiting: WaitingList
    private let refused: RefusedForm?
    private let call: DeskCall

    init(
        _ id: Identifier<Case>, _ call: DeskCall, refused: RefusedForm? = nil, _ transaction: Transaction
    ) throws {
        model = try CaseModel(id, call, transaction)
        waiting = try WaitingList(id, call, transaction)
        self.refused = refused
        self.call = call
    }

    var body: HTML {
        """
        <div class="panes">
        <section class="pane-list" aria-label="\(call.texts["desk.view.ours"])">\(live(
            "waiting", stream: "", panel: "\(call.path)/waiting-panel?case=\(model.record.id)", waiting.body))</section>
        <section class="pane-work">\(head)\(CaseActionPanel(model: model, refused: refused, call: call))
        \(CaseVerdict(model: model, call: call))\(CaseApplicationCard(model: model, call: call))\(rest)
        \(CaseTimelineCard(model: model, call: call))</section>
        <aside class="pane-side" aria-label="\(call.texts["desk.case.side"])">\
        \(CaseSide(model: model, call: call))</aside></div>
        """
    }

    /// Follows the case by itself; the forms below stay as somebody is filling them in.
    private var head: HTML {
        let place = call.place("cases", model.record.id)
        return live(
            "case-head", stream: "?case=\(model.record.id)",
            panel: "\(place)/panel?version=\(model.record.version)",
            CaseHead(model: model, seen: model.record.version, call: call).body)
    }

    private var rest: HTML {
        """
        \(if: !model.offers.isEmpty, CaseOffersCard(model: model, call: call).body)\
        \(if: !model.view.parts.parcels.isEmpty, CaseParcelsCard(model: model, call: call).body)\
        \(if: !model.notes.isEmpty, CaseNotesCard(model: model, call: call).body)
        """
    }

    private func live(_ id: String, stream: String, panel: String, _ content: HTML) -> HTML {
        """
        <live-region id="\(id)" src="\(call.path)/stream\(stream)" data-panel="\(panel)" \
        data-reconnecting="\(call.texts["live.reconnecting"])">\(content)</live-region>
        """
    }
}
