import Base
import Conversations
import Hummingbird
import Localisation
import Markup
import Storage
import Web

/// The customer's conversation with the shop on this program's own pages: what was written, and a line to write in.
struct CustomerThreadPage: Component {
    let thread: ThreadModel?
    let reach: Reachability
    let reader: Reader
    let call: CustomerCall
    var input: FormBody?

    static func response(
        _ call: CustomerCall, problem: Problem? = nil, input: FormBody? = nil
    ) async throws -> Response {
        var page = try await page(call)
        page.input = input
        let path = call.base + "/messages"
        return call.page(call.texts["counter.thread.link"], path: path, problem: problem, page.body)
    }

    static func page(_ call: CustomerCall) async throws -> CustomerThreadPage {
        let partner = Partner.customer(try call.customerID)
        return try await call.read { transaction in
            let reader = call.reader(at: transaction.now)
            let newest = try call.services.conversations.newest(
                with: partner, on: .page, in: call.shop.id, transaction)
            let thread = try newest.map {
                try ThreadModel($0, call.services, reader, side: .customer, in: call.shop, transaction)
            }
            let reach =
                try thread?.reach
                ?? call.services.conversations.reachable(
                    in: call.shop.id, transaction)
            return CustomerThreadPage(thread: thread, reach: reach, reader: reader, call: call)
        }
    }

    private var place: String { call.base + "/messages" }

    var body: HTML {
        """
        <header class="column-head"><h1>\(reader["counter.thread.title"])</h1>\
        <p>\(reader["counter.thread.text"])</p></header>\
        <live-region id="thread" src="\(place)/stream" data-panel="\(place)/panel" \
        data-reconnecting="\(reader["live.reconnecting"])">\(panel)</live-region>\
        <thread-typing class="thread-typing" role="status" src="\(place)/stream" data-place="\(place)/typing" \
        data-of="#write" data-says="\(reader["chat.typing"])"></thread-typing>\(writing)\(rating)
        """
    }

    /// What the live page renews.
    var panel: HTML {
        """
        <section class="card" aria-label="\(reader["counter.thread.title"])">\(list)\(waiting)\(assisted)</section>
        """
    }

    private var list: HTML {
        guard let thread else { return "<p class=\"soft\">\(reader["counter.thread.none"])</p>" }
        return ThreadList(model: thread, side: .customer, reader: reader, base: call.base, names: [:]).body
    }

    private var waiting: HTML? {
        (reach.sentence(reader) ?? thread?.queue?.sentence(reader)).map {
            "<p class=\"small soft\" role=\"status\">\($0)</p>"
        }
    }

    /// What may be said to the assistant besides writing: whether its last answer helped, and that a person is wanted.
    private var assisted: HTML? {
        guard let thread, thread.conversation.state == .assisted else { return nil }
        let person = ActionForm(
            to: place + "/person", call.seals.next(), style: "actions",
            button: Button(reader["counter.thread.person"]))
        return "\(choosing(thread))\(marking(thread))\(person)"
    }

    /// What the assistant asks to choose from: a button sends its number.
    private func choosing(_ thread: ThreadModel) -> HTML? {
        let last = thread.messages.last
        guard let last, let answer = thread.answers[last.number] else { return nil }
        let choices = NumberedChoices(last, answer).all
        guard !choices.isEmpty else { return nil }
        let buttons: [HTML] = choices.map { choice in
            "<button class=\"button\" name=\"text\" value=\"\(choice.number)\">\(choice.text)</button>"
        }
        return """
            <form class="actions" method="post" action="\(place)">\(call.seals.next().hiddenFields)\
            \(HTML(joining: buttons))</form>
            """
    }

    private func marking(_ thread: ThreadModel) -> HTML? {
        guard let last = thread.messages.last, let answer = thread.answers[last.number],
            answer.kind == .article,
            answer.mark == nil
        else { return nil }
        return """
            <form class="actions" method="post" action="\(place)/marks">\(call.seals.next().hiddenFields)\
            <input type="hidden" name="number" value="\(last.number)">\
            <span class="soft">\(reader["counter.help.helped"])</span>\
            <button class="button" name="mark" value="helped">\(reader["counter.help.yes"])</button>\
            <button class="button" name="mark" value="misled">\(reader["counter.help.no"])</button></form>
            """
    }

    private var writing: HTML {
        let form = ActionForm(
            to: place, call.seals.next(), button: Button(reader["counter.thread.send"], .primary, .wide),
            content: Field(
                "text", reader["counter.thread.yours"], .area(rows: 3), value: input?["text"],
                isRequired: true, limit: Limits.noteCharacters
            ).body)
        return "<section class=\"card\" id=\"write\">\(form)</section>"
    }

    private var rating: HTML? {
        guard thread?.asksForRating == true else { return nil }
        let stars = Conversation.Rating.stars.reversed().map {
            Choices.Choice(String($0), reader["counter.rating.\($0)"])
        }
        let form = ActionForm(
            to: place + "/rating", call.seals.next(), button: Button(reader["counter.rating.send"]),
            content: """
                \(Choices("stars", reader["counter.rating.stars"], stars, chosen: input?["stars"]))\
                \(Field("words", reader["counter.rating.words"], .area(rows: 2), value: input?["words"],
                    limit: Limits.noteCharacters))
                """)
        return
            "<section class=\"card\" id=\"rating\"><h2>\(reader["counter.rating.title"])</h2>\(form)</section>"
    }
}
