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

    /// Remarks stand with their words; the bare event that there was one says less.
    private var entries: [Timeline.Entry] {
        let text = CaseTimelineText(reader: reader, side: .customer)
        let happened = model.events.filter { $0.type != "case.remarked" }
        let told = zip(happened, text.entries(happened).reversed()).map { ($0.at, 1, $1) }
        let said = model.view.parts.notes.filter { !$0.isInternal }.map { note in
            (
                note.at, 0,
                Timeline.Entry(
                    reader["counter.story.said"], note: note.text, at: note.at, time: reader.moment(note.at),
                    who: who(note))
            )
        }
        let opened = model.record.note.map { note in
            (
                model.record.openedAt, 2,
                Timeline.Entry(
                    reader["counter.story.said"], note: note, at: model.record.openedAt,
                    time: reader.moment(model.record.openedAt), who: reader["who.you"])
            )
        }
        return (told + said + [opened].compactMap { $0 }).enumerated()
            .sorted { ($0.element.0, $0.element.1, $0.offset) > ($1.element.0, $1.element.1, $1.offset) }
            .map(\.element.2)
    }

    private func who(_ note: CaseNote) -> String {
        switch note.by.kind {
        case .customer: reader["who.you"]
        case .platform: reader["who.platform"]
        case .staff, .key, .system, .provider, .carrier: reader["who.shop"]
        }
    }
}
