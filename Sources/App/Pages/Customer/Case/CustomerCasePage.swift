import AfterSales
import Base
import Conversations
import Hummingbird
import Markup
import Policies
import Web

/// A case's page: the letter, what happened, and what the customer may add. All of it lives.
struct CustomerCasePage: Component {
    let model: CustomerCaseModel
    let call: CustomerCall
    /// What the customer had entered when a step was refused.
    var input: FormBody?

    private var reader: Reader { call.reader(at: model.now) }
    private var place: String { call.place(of: model.record.id) }

    static func response(
        _ id: Identifier<Case>, _ call: CustomerCall, problem: Problem? = nil, input: FormBody? = nil
    ) async throws -> Response {
        let model = try await call.read { try CustomerCaseModel(id, call, $0) }
        let page = CustomerCasePage(model: model, call: call, input: input)
        let kind = StateWords(reader: page.reader).kind(model.record.kind)
        return call.page(
            "\(kind) \(id.text)", path: page.place, problem: problem, images: model.images, page.body)
    }

    var body: HTML {
        """
        <p class="small"><a href="\(call.place(of: model.record.orderID))">\(reader["counter.apply.order"])\
        </a></p>\
        <live-region id="case" src="\(place)/stream" data-panel="\(place)/panel" \
        data-reconnecting="\(reader["live.reconnecting"])">\(panel)</live-region>
        """
    }

    /// What the live page renews; forms in which somebody is writing stay.
    var panel: HTML {
        let actions = CaseActions(model: model, call: call, reader: reader, input: input)
        return """
            \(CaseLetter(model: model, call: call, reader: reader, actions: actions.body))\
            \(CaseStory(model: model, call: call, reader: reader))\(further)\(rating)
            """
    }

    /// One tap on how many stars, with words if the customer likes.
    private var rating: HTML? {
        if let given = model.rating {
            let stars = reader["counter.rating.\(given.rating.stars)"]
            return
                "<section class=\"card\" id=\"rating\"><p>\(reader["counter.caseRating.thanks", ["stars": stars]])</p></section>"
        }
        guard model.asksForRating else { return nil }
        let further = Conversation.Rating.stars.dropLast().map { Self.tap($0, reader) }
        let words = Field(
            "words", reader["counter.rating.words"], .area(rows: 2), value: input?["words"],
            limit: Limits.noteCharacters)
        let form = ActionForm(
            to: place + "/rating", call.seals.next(),
            button: Self.tap(Conversation.Rating.stars.upperBound, reader),
            content: "\(words)<div class=\"actions\">\(each: further, { $0.body })</div>")
        return """
            <section class="card" id="rating"><h2>\(reader["counter.caseRating.title"])</h2>\(form)</section>
            """
    }

    private static func tap(_ stars: Int, _ reader: Reader) -> Button {
        Button(
            "\(String(repeating: "★", count: stars)) \(reader["counter.rating.\(stars)"])", name: "stars",
            value: String(stars))
    }

    /// What can be said or shown at any time.
    private var further: HTML {
        guard !model.record.state.isClosed else { return "" }
        let form = ActionForm(
            to: place + "/remark", call.seals.next(), button: Button(reader["counter.remark.send"]),
            content: Field(
                "text", reader["counter.remark.text"], .area(rows: 3), value: input?["text"],
                isRequired: true, limit: Limits.noteCharacters
            ).body)
        return """
            <section class="card" id="remark"><h2>\(reader["counter.remark"])</h2>\(form)\(evidence)</section>
            """
    }

    private var evidence: HTML {
        switch model.record.state {
        case .awaitingEvidence, .rejected, .refused: ""
        case .reviewing, .offered, .awaitingReturn, .returning, .inspecting, .refunding, .fulfilling,
            .repairing,
            .disputed, .refunded, .fulfilled, .withdrawn, .expired:
            CustomerEvidenceForm(model: model, call: call, reader: reader, input: input).folded
        }
    }
}
