import Base
import Conversations
import Localisation
import Markup
import Web

/// What was written, oldest first: the reader's own side at the end of the line, the other at its beginning.
struct ThreadList: Component {
    let model: ThreadModel
    let side: Speaker.Side
    let reader: Reader
    /// Where the pages of this side begin.
    let base: String
    /// Names of members of staff, for colleagues.
    let names: [String: String]
    /// Whether the reader may open pictures and papers.
    var opensFiles = true
    /// What tells this thread's messages from those of another on the page.
    var mark = "m"

    var body: HTML {
        guard !model.messages.isEmpty else { return "<p class=\"soft\">\(reader["thread.empty"])</p>" }
        return "<ol class=\"thread\">\(earlier)\(each: model.messages, item)</ol>"
    }

    private var earlier: HTML? {
        guard let first = model.messages.first, first.number > 1 else { return nil }
        let count = String(first.number - 1)
        return "<li class=\"thread-note\">\(reader["thread.earlier", ["count": count]])</li>"
    }

    private func item(_ message: Message) -> HTML {
        if case .systemNote(let note) = message.content {
            return """
                <li class="thread-note" id="\(mark)\(message.number)">\(Self.sentence(note, reader, named: note.member.flatMap { names[$0] })) \
                <span class="faint">\(reader.moment(message.postedAt))</span></li>
                """
        }
        return """
            <li class="thread-message" id="\(mark)\(message.number)"\
            \(attribute: "data-own", message.side == side)><p class="thread-head">\
            <span class="strong">\(author(message))</span> <span class="faint">\
            \(reader.moment(message.postedAt))\(changed(message))</span></p>\
            <div class="thread-bubble">\(content(message))</div>\(source(message))</li>
            """
    }

    /// What the program itself says.
    static func sentence(_ note: SystemNote, _ reader: Reader, named name: String?) -> String {
        reader.most("thread.note.\(note.code)", [name == nil ? nil : "named"], ["who": name ?? ""])
    }

    private func author(_ message: Message) -> String {
        if message.side == .customer { return reader["thread.\(side == .customer ? "you" : "customer")"] }
        if message.author == .assistant { return reader["thread.assistant"] }
        if side == .customer { return reader["thread.shop"] }
        return names[message.author.id] ?? reader["thread.program"]
    }

    /// Where an answer of the assistant's comes from: customers read it on the help page, colleagues where it is written.
    private func source(_ message: Message) -> HTML? {
        guard message.recalledAt == nil, let answer = model.answers[message.number],
            let source = answer.source
        else { return nil }
        let mark = side == .customer ? nil : answer.mark
        let felt = mark.map { " · \(reader["thread.mark.\($0.rawValue)"])" } ?? ""
        return """
            <p class="small soft">\(reader["thread.source"]) \
            <a href="\(Self.place(of: source, below: base, side))">\(source.title)</a>\(felt)</p>
            """
    }

    static func place(
        of source: AssistedAnswer.Source, below base: String, _ side: Speaker.Side
    ) -> String {
        let id = QueryText.encoded(source.id)
        if side == .customer { return "\(base)/help/\(id)" }
        return source.id.hasPrefix(PolicyArticles.prefix)
            ? "\(base)/policy" : "\(base)/knowledge/articles/\(id)"
    }

    private func changed(_ message: Message) -> String {
        guard message.recalledAt == nil, message.editedAt != nil else { return "" }
        return " · \(reader["thread.edited"])"
    }

    private func content(_ message: Message) -> HTML {
        guard message.recalledAt == nil else {
            return "<p class=\"soft\">\(reader["thread.recalled"])</p>"
        }
        switch message.content {
        case .text(let text): return "<p>\(text)</p>"
        case .image(let id), .file(let id):
            let name = reader["thread.\(message.content.kind.rawValue)"]
            guard opensFiles else { return "<p>\(name)</p>" }
            let place = "\(base)/files/\(id.inPath)?conversation=\(message.conversationID.inPath)"
            return "<p><a href=\"\(place)\">\(name)</a></p>"
        case .card(let card): return self.card(card)
        case .systemNote: return .empty
        }
    }

    private func card(_ card: Card) -> HTML {
        guard let text = model.cards[card] else {
            return "<p class=\"soft\">\(reader["thread.cardGone"])</p>"
        }
        let detail = text.detail.map { "<br><span class=\"small soft\">\($0)</span>" as HTML }
        if let link = text.link {
            return "<p><a href=\"\(link)\" rel=\"noopener\">\(text.title)</a>\(detail)</p>"
        }
        guard let place = Self.place(of: card, below: base) else { return "<p>\(text.title)\(detail)</p>" }
        return "<p><a href=\"\(place)\">\(text.title)</a>\(detail)</p>"
    }

    /// Where a side reads what a card shows.
    static func place(of card: Card, below base: String) -> String? {
        switch card.kind {
        case .product: nil
        case .order: "\(base)/orders/\(QueryText.encoded(card.id))"
        case .afterSales: "\(base)/cases/\(QueryText.encoded(card.id))"
        }
    }
}
