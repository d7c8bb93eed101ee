import AfterSales
import Base
import Events
import Markup
import Policies
import Web

/// What happened and what was said, newest first, with the evidence that lies with the case.
struct CaseStory: Component {
    let model: CustomerCaseModel
    let call: CustomerCall
    let reader: Reader

    var body: HTML {
        "\(evidence)<section class=\"card\"><h2>\(reader["counter.story"])</h2>\(Timeline(entries))</section>"
    }

    private var evidence: HTML {
        let items = model.view.parts.evidence
        if items.isEmpty { return "" }
        let list = EvidenceList(items: items, reader: reader) { evidence in
            QueryText.address(
                "\(call.base)/files/\(QueryText.encoded(evidence.fileID))", ["case": model.record.id.text])
        }
        return "<section class=\"card\"><h2>\(reader["counter.evidence.there"])</h2>\(list)</section>"
    }

    /// Remarks stand with their words, and the application with its note: the bare event would say less.
    private var entries: [Timeline.Entry] {
        let said = model.view.parts.notes.filter { !$0.isInternal }.map { note in
            (
                note.at,
                Timeline.Entry(
                    reader["counter.story.said"], note: note.text, at: note.at, time: reader.moment(note.at),
                    who: who(note))
            )
        }
        return (said + happened).enumerated()
            .sorted { ($0.element.0, $0.offset) > ($1.element.0, $1.offset) }
            .map(\.element.1)
    }

    private var happened: [(Timestamp, Timeline.Entry)] {
        let text = CaseTimelineText(reader: reader, side: .customer)
        return model.events.filter { !Self.toldOtherwise.contains($0.type) }.map { event in
            guard event.type == "case.opened" else { return (event.at, text.entry(event)) }
            return (event.at, text.entry(event, adding: model.record.note))
        }
    }

    /// The words themselves, and the arrival of each payment, say it already.
    private static let toldOtherwise: Set<String> = ["case.remarked", "case.moneySettled"]

    private func who(_ note: CaseNote) -> String {
        switch note.by.kind {
        case .customer: reader["who.you"]
        case .platform: reader["who.platform"]
        case .staff, .key, .system, .provider, .carrier: reader["who.shop"]
        }
    }
}
