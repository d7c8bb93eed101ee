import Base
import Conversations
import Customers
import Hummingbird
import Jobs
import Staff
import Storage
import Web

/// The feedback box.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | feedback | conversationsHandle | customerUnknown, cardUnknown, tooMuchFeedback, partnerErased |
/// | GET | feedback?state=&kind=&customerId= | conversationsRead | queryInvalid |
/// | GET | feedback/figures?from=&until= | conversationsRead | queryInvalid |
/// | POST | feedback/:feedback/answer | conversationsHandle | feedbackUnknown, feedbackSettled, messageForbidden, partnerErased |
/// | POST | feedback/:feedback/closure | conversationsHandle | feedbackUnknown, feedbackSettled |
struct FeedbackRoutes {
    let services: Services

    private static let longest = Span.days(92)

    func add(to router: Router<WebContext>) {
        addGiving(to: router)
        addReading(to: router)
        let desk = services.feedback
        router.shop(.post, "feedback/:feedback/answer", services, may: .conversationsHandle) { call in
            let id: Identifier<Feedback> = try call.context.id("feedback")
            return try await call.command({ try $0.string("text", upTo: Limits.noteCharacters) }) {
                let feedback = try desk.answer(
                    id, $0, by: call.principal.actor, in: call.shop.id, $1)
                return .ok(try call.personal([.customer(feedback.customerID)], $1).json(feedback))
            }
        }
        router.shop(.post, "feedback/:feedback/closure", services, may: .conversationsHandle) { call in
            let id: Identifier<Feedback> = try call.context.id("feedback")
            return try await call.command({ _ in }) { _, transaction in
                let feedback = try desk.close(
                    id, by: call.principal.actor, in: call.shop.id, transaction)
                return .ok(try call.personal([.customer(feedback.customerID)], transaction).json(feedback))
            }
        }
    }

    /// The shop's own site passes on what its customer says.
    private func addGiving(to router: Router<WebContext>) {
        let desk = services.feedback
        router.shop(.post, "feedback", services, may: .conversationsHandle) { call in
            try await call.command({ reader in
                (
                    customer: try reader.id("customerId") as Identifier<Customer>,
                    kind: try reader.choice("kind", of: Feedback.Kind.self),
                    words: try reader.string("text", upTo: Limits.noteCharacters),
                    about: try reader.optionalString("caseId", upTo: Limits.idBytes)
                )
            }) { input, transaction in
                do {
                    let actor = Actor(customer: input.customer.text, by: call.principal.actor)
                    let feedback = try desk.give(
                        input.kind, input.words, about: input.about, from: input.customer, by: actor,
                        in: call.shop.id, transaction)
                    // What the caller has just written is nothing that they read.
                    return .created(
                        try call.personal([], transaction).json(feedback), at: "\(call.path)/feedback")
                } catch CustomerRefusal.customerUnknown {
                    throw InputRefusal("customerUnknown", at: "/customerId", kind: .unprocessable)
                }
            }
        }
    }

    private func addReading(to router: Router<WebContext>) {
        let desk = services.feedback
        router.shop(
            .get, "feedback", services, may: .conversationsRead,
            query: ["state", "kind", "customerId", "cursor", "limit"]
        ) { call in
            var filter = FeedbackFilter()
            filter.state = try call.query.choice("state", of: Feedback.State.self)
            filter.kind = try call.query.choice("kind", of: Feedback.Kind.self)
            filter.customerID = try call.query.id("customerId")
            (filter.after, filter.limit) = (try call.query.cursor(of: 1), try call.query.limit())
            let page = try await call.read { [filter] in try desk.list(filter, in: call.shop.id, $0) }
            let people = try await call.personal(page.items.map { .customer($0.customerID) })
            return .list(page) { people.json($0) }
        }
        router.shop(
            .get, "feedback/figures", services, may: .conversationsRead, query: ["from", "until"]
        ) { call in
            let until = try call.query.time("until") ?? call.services.clock.now() + .seconds(1)
            let from = try call.query.time("from") ?? until - .days(30)
            guard from < until, until - from <= Self.longest else {
                throw WebRefusal.queryInvalid(name: "from", expected: "RFC 3339 time")
            }
            let (counts, cases) = try await call.read {
                (
                    try desk.counts(from: from, until: until, in: call.shop.id, $0),
                    try desk.ratingFigures(from: from, until: until, in: call.shop.id, $0)
                )
            }
            return .json([
                "from": JSONValue(from), "until": JSONValue(until), "kinds": .array(counts.map(\.json)),
                "caseRatings": cases.json,
            ])
        }
    }
}
