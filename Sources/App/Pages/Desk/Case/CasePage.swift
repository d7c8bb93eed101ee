import AfterSales
import Base
import Localisation
import Markup
import Storage
import Web

/// One case in three panes: what waits, the case with what may be done, the customer with order and books.
struct CasePage: PicturedPage {
    private let work: CaseWork
    private let filter: QueueFilter
    private let waiting: WaitingList
    private let call: DeskCall

    init(
        _ id: Identifier<Case>, _ call: DeskCall, refused: RefusedForm? = nil, _ transaction: Transaction
    ) throws {
        work = CaseWork(model: try CaseModel(id, call, transaction), refused: refused, call: call)
        filter = try QueueFilter(Query(call.request))
        waiting = try WaitingList(id, filter, call, transaction)
        self.call = call
    }

    private var texts: TextTable { call.texts }
    var images: ProductImages { work.model.images }

    var body: HTML {
        """
        <div class="panes"><section class="pane-list" aria-label="\(texts["desk.way.cases"])">\
        <live-region id="waiting" src="\(call.path)/stream" data-panel="\(waitingPanel)" \
        data-reconnecting="\(texts["live.reconnecting"])">\(waiting)</live-region></section>\
        <live-region id="case"\(attribute: "src", stream) data-case="\(id.text)" data-panel="\(panel)" \
        data-reconnecting="\(texts["live.reconnecting"])">\
        \(work)</live-region></div>
        """
    }

    private var id: Identifier<Case> { work.model.record.id }

    /// What was refused stands on the page with what had been entered, and what was shown stays, until somebody goes on.
    private var stream: String? {
        work.refused == nil && call.personal != .shown ? "\(call.path)/stream" : nil
    }

    private var panel: String { "\(call.place("cases", id))/panel\(filter.context)" }

    private var waitingPanel: String {
        filter.context.isEmpty
            ? "\(call.path)/waiting-panel?case=\(id)"
            : "\(call.path)/waiting-panel\(filter.context)&case=\(id)"
    }
}

/// The two panes of a case that follow it by themselves: the work, and whose it is.
struct CaseWork: Component {
    let model: CaseModel
    let refused: RefusedForm?
    let call: DeskCall

    var body: HTML {
        """
        <section class="pane-work">\(CaseHead(model: model, call: call))\
        \(CaseActionPanel(model: model, refused: refused, call: call))\
        \(CaseVerdict(model: model, call: call))\(CaseApplicationCard(model: model, call: call))\(parts)\
        \(CaseTimelineCard(model: model, call: call))</section>\
        <aside class="pane-side" aria-label="\(call.texts["desk.case.side"])">\
        \(CaseSide(model: model, refused: refused, call: call))</aside>
        """
    }

    private var goodsBack: HTML {
        guard let owed = model.view.parts.goodsBack, owed.sentAt == nil else { return .empty }
        return CaseGoodsBackCard(owed: owed, model: model, call: call).body
    }

    private var parts: HTML {
        """
        \(if: !model.offers.isEmpty, CaseOffersCard(model: model, call: call).body)\
        \(goodsBack)\(if: !model.view.parts.parcels.isEmpty, CaseParcelsCard(model: model, call: call).body)\
        \(if: !model.notes.isEmpty, CaseNotesCard(model: model, call: call).body)
        """
    }
}
