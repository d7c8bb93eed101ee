import Base
import Events
import Hummingbird
import Jobs
import Localisation
import Staff
import Storage
import Web

/// | method | path | may | does |
/// |---|---|---|---|
/// | GET | /desk/:shop/outbox?state= | deadLettersManage | dead, waiting and running calls |
/// | POST | /desk/:shop/outbox/:job/revival | deadLettersManage | another round of tries |
/// | POST | /desk/:shop/outbox/:job/removal | deadLettersManage | gives it up |
/// | GET | /desk/:shop/messages?state=&cursor= | messagesRead | what was sent |
struct OutboxRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.desk(.get, "outbox", services, may: .deadLettersManage) { call in
            try await Self.page(try Query(call.request), call)
        }
        job(router, "revival", "job.revived") { try services.jobs.revive($0, of: $1, in: $2) }
        job(router, "removal", "job.dropped") { try services.jobs.drop($0, of: $1, in: $2) }
        router.desk(.get, "messages", services, may: .messagesRead) { call in
            let query = try Query(call.request)
            let state = try query.choice("state", of: MessageState.self)
            let after = try query.cursor(of: 1)
            return try await call.page(call.texts["desk.way.messages"], .messages) { transaction in
                let page = try services.messages.list(
                    of: call.shop.id, state: state, after: after, for: call.principal, in: transaction)
                return MessagePage(page: page, state: state, isFirst: after == nil, call: call).body
            }
        }
    }

    private func job(
        _ router: Router<WebContext>, _ noun: String, _ event: String,
        _ act: @escaping @Sendable (Identifier<Job>, ShopID, Transaction) throws -> Bool
    ) {
        let events = services.events
        router.desk(.post, "outbox/:job/\(RouterPath(noun))", services, may: .deadLettersManage) { call in
            let id: Identifier<Job> = try call.context.id("job")
            return try await call.submit(noun) { _, transaction in
                // Nothing happens to a job that somebody else has dealt with meanwhile.
                if try act(id, call.shop.id, transaction) {
                    try events.append(
                        event, on: .init("job", id.text), of: call.shop.id, by: call.principal.actor,
                        in: transaction)
                }
                return "\(call.path)/outbox"
            }
        }
    }

    private static func page(_ query: Query, _ call: DeskCall) async throws -> Response {
        let state = try query.choice("state", of: JobState.self) ?? .dead
        return try await call.page(call.texts["desk.way.outbox"], .outbox) { transaction in
            let lists = try JobState.allCases.map {
                ($0, try call.services.jobs.list($0, of: call.shop.id, in: transaction))
            }
            let jobs = Dictionary(uniqueKeysWithValues: lists)
            return OutboxPage(
                state: state, jobs: jobs[state] ?? [], counts: jobs.mapValues(\.count), now: transaction.now,
                call: call
            ).body
        }
    }
}
