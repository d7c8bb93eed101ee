import Base
import Conversations
import Hummingbird
import Localisation
import Markup
import Storage
import Web

/// | method | path | does |
/// |---|---|---|
/// | GET | feedback?case= | the feedback box, and what came of what was put in before |
/// | POST | feedback | puts something in; tooMuchFeedback, cardUnknown |
struct CustomerFeedbackRoutes {
    let services: Services

    func add(to router: some RouterMethods<WebContext>) {
        router.customer(.get, "feedback", services) { try await CustomerFeedbackPage.response($0) }
        router.customer(.post, "feedback", services, give)
    }
}

@Sendable private func give(_ call: CustomerCall) async throws -> Response {
    let form = try await call.form()
    return try await call.answering {
        guard let kind = try form.choice("kind", of: Feedback.Kind.self) else {
            throw InputRefusal("kindMissing", at: "/kind", kind: .unprocessable)
        }
        guard let words = try form.text("words", upTo: Limits.noteCharacters) else {
            throw InputRefusal("wordsMissing", at: "/words", kind: .unprocessable)
        }
        let (customer, about) = (try call.customerID, try form.text("case", upTo: Limits.idBytes))
        return try await call.once(form) { transaction in
            _ = try call.services.feedback.give(
                kind, words, about: about, from: customer, by: Actor(.customer, customer.text),
                in: call.shop.id, transaction)
            return call.base + "/feedback?thanks=yes"
        }
    } refused: { problem in
        try await CustomerFeedbackPage.response(call, problem: problem, input: form)
    }
}

/// The feedback box, and below it what the customer put in before with the shop's answers.
struct CustomerFeedbackPage: Component {
    let given: [Feedback]
    let about: String?
    let isThanked: Bool
    let reader: Reader
    let call: CustomerCall
    let input: FormBody?

    private static let shown = 20

    static func response(
        _ call: CustomerCall, problem: Problem? = nil, input: FormBody? = nil
    ) async throws -> Response {
        let query = try Query(call.request)
        let about = try query.text("case", upTo: Limits.idBytes)
        let isThanked = try query.text("thanks", upTo: 10) != nil
        var filter = FeedbackFilter()
        (filter.customerID, filter.limit) = (try call.customerID, shown)
        let page = try await call.read { [filter] transaction in
            CustomerFeedbackPage(
                given: try call.services.feedback.list(filter, in: call.shop.id, transaction).items,
                about: input?["case"] ?? about, isThanked: isThanked,
                reader: call.reader(at: transaction.now),
                call: call, input: input)
        }
        let path = QueryText.address(call.base + "/feedback", ["case": about])
        return call.page(call.texts["counter.feedback.title"], path: path, problem: problem, page.body)
    }

    var body: HTML {
        """
        <header class="column-head"><h1>\(reader["counter.feedback.title"])</h1>\
        <p>\(reader["counter.feedback.text"])</p></header>\
        \(if: isThanked, Notice(reader["counter.feedback.thanks"], nil, .good).body)\
        <section class="card">\(form)</section>\
        \(if: !given.isEmpty, "<section class=\"stack\"><h2>\(reader["counter.feedback.before"])</h2>\(each: given, item)</section>")
        """
    }

    private var form: ActionForm {
        let kinds = Feedback.Kind.allCases.map {
            Choices.Choice($0.rawValue, reader["feedback.kind.\($0.rawValue)"])
        }
        return ActionForm(
            to: call.base + "/feedback", call.seals.next(),
            button: Button(reader["counter.feedback.send"], .primary, .wide),
            content: """
                \(Choices("kind", reader["counter.feedback.kind"], kinds, chosen: input?["kind"]))\
                \(Field("words", reader["counter.feedback.words"], .area(rows: 5), value: input?["words"],
                    isRequired: true, limit: Limits.noteCharacters))\
                \(about.map { "<input type=\"hidden\" name=\"case\" value=\"\($0)\">" as HTML })
                """)
    }

    private func item(_ feedback: Feedback) -> HTML {
        """
        <section class="card"><p class="small soft">\(reader["feedback.kind.\(feedback.kind.rawValue)"]) · \
        \(reader.moment(feedback.at))</p>\(said(feedback))</section>
        """
    }

    private func said(_ feedback: Feedback) -> HTML {
        guard feedback.isKept else { return "<p class=\"soft\">\(reader["feedback.gone"])</p>" }
        return "<p class=\"pre\">\(feedback.words)</p>\(feedback.answer.map(answer))"
    }

    private func answer(_ answer: Feedback.Answer) -> HTML {
        """
        <p class="small strong">\(reader["counter.feedback.answer"]) <span class="soft">\(reader.moment(answer.at))\
        </span></p><p class="pre">\(answer.words)</p>
        """
    }
}
