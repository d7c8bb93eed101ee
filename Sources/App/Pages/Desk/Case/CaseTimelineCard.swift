import Localisation
import Markup
import Web

/// Everything that happened to a case, newest first.
struct CaseTimelineCard: Component {
    let model: CaseModel
    let call: DeskCall

    var body: HTML {
        let names = model.names
        let text = CaseTimelineText(reader: call.reader, side: .staff) { names[$0] }
        return """
            <section class="card"><div class="card-head">\
            <h2 class="card-quiet">\(call.texts["desk.case.timeline"])</h2>\
            </div>\(Timeline(text.entries(model.events)))</section>
            """
    }
}
