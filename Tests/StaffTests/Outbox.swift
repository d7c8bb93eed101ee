import Base
import Jobs
import Staff
import Storage
import Synchronization

/// Runs the messages that wait to be sent, by a receiver that answers what it is told.
final class Outbox: Sendable {
    struct Post: Sendable {
        let url: String
        let headers: [String: String]
        let body: JSONValue
        let text: String
    }

    private let world: StaffWorld
    private let status: Mutex<Int>
    private let received = Mutex<[Post]>([])

    init(_ world: StaffWorld, answering status: Int = 204) {
        self.world = world
        self.status = Mutex(status)
    }

    var posts: [Post] { received.withLock { $0 } }

    /// One try for every message that waits.
    @discardableResult
    func run() async throws -> [JobOutcome] {
        let handlers = MessageTimers(
            database: world.database, events: world.events, outside: world.outside, vault: world.vault,
            people: world.people,
            text: { _, key, arguments in "\(key) \(arguments.values.sorted().joined(separator: " "))" },
            post: { [self] in try receive($0, $1, $2) }
        ).handlers
        var outcomes: [JobOutcome] = []
        let waiting = try await world.database.read { [world] in
            try world.jobs.list(.waiting, of: StaffWorld.shop, in: $0)
        }
        for listed in waiting {
            guard case .outside(_, let handle)? = handlers[listed.job.kind] else { continue }
            outcomes.append(await handle(listed.job))
        }
        return outcomes
    }

    private func receive(_ url: String, _ headers: [String: String], _ body: [UInt8]) throws -> Int {
        let post = Post(
            url: url, headers: headers, body: try JSONParser.parse(body),
            text: String(decoding: body, as: UTF8.self))
        received.withLock { $0.append(post) }
        return status.withLock { $0 }
    }
}
