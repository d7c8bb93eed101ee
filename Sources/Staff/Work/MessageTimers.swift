import Base
import Events
import Jobs
import Storage
import Vault
import Webhooks

/// Sends what `MessageDesk` has stored. A message may be sent twice after a crash, under the same id.
public struct MessageTimers: Sendable {
    private let database: any Database
    private let events: EventLog
    private let outside: Outside
    private let text: MessageText
    private let post: WebhookPost
    private let store: MessageStore
    private let secrets: ShopSecrets
    private let shops = ShopStore()
    private let backoff = Backoff()

    /// The job of one message; its subject is the message's id.
    public static let send = "message.send"
    static let noSender = "noSender"

    /// - Parameters:
    ///   - text: finds `message.<kind>.subject` and `message.<kind>.text` in the string tables.
    ///   - post: calls a shop's own sender.
    public init(
        database: any Database, events: EventLog, outside: Outside, vault: Vault, people: PersonVault,
        text: @escaping MessageText, post: @escaping WebhookPost
    ) {
        self.database = database
        self.events = events
        self.outside = outside
        self.text = text
        self.post = post
        secrets = ShopSecrets(vault)
        store = MessageStore(people: people)
    }

    public var handlers: [String: JobHandler] {
        [Self.send: .outside(backoff) { job in await send(job) }]
    }

    private func send(_ job: Job) async -> JobOutcome {
        do {
            guard let order = try await load(job) else { return .done }
            let outcome = await attempt(order)
            return try await note(
                outcome, of: order.message, isLastTry: backoff.wait(after: job.attempts + 1) == nil)
        } catch {
            return .retry(because: "storage")
        }
    }

    private struct Order: Sendable {
        let message: StoredMessage
        let settings: ShopSettings
        let webhookSecret: String?
    }

    private func load(_ job: Job) async throws -> Order? {
        try await database.read { transaction in
            guard let message = try store.find(Identifier(job.subject), in: job.shop, transaction),
                message.state != .sent, let shop = try shops.find(job.shop, transaction)
            else { return nil }
            let secret = try secrets.find(.webhook, of: job.shop, transaction)
            return Order(message: message, settings: shop.settings, webhookSecret: secret)
        }
    }

    private func attempt(_ order: Order) async -> SendOutcome {
        guard let sealed = order.message.sealed else { return .failed(because: "erased") }
        if let expires = order.message.expires, expires <= outside.now() {
            return .failed(because: "expired")
        }
        guard let sender = sender(order) else { return .failed(because: Self.noSender) }
        return await sender.send(order.message.outgoing(sealed, text))
    }

    /// The shop's choice.
    private func sender(_ order: Order) -> (any MessageSender)? {
        switch order.settings.messages {
        case .nobody: nil
        case .kept: KeepingSender()
        case .webhook(let url):
            order.webhookSecret.map { WebhookSender(url: url, secret: $0, now: outside.now, post: post) }
        }
    }

    private func note(
        _ outcome: SendOutcome, of message: StoredMessage, isLastTry: Bool
    ) async throws -> JobOutcome {
        switch outcome {
        case .sent:
            try await noteSent(message)
            return .done
        case .retry(let reason):
            if isLastTry { try await noteFailed(message, because: reason) }
            return .retry(because: reason)
        case .failed(let reason):
            try await noteFailed(message, because: reason)
            // A message that is past its time needs no person.
            return message.isPerishable ? .done : .failed(because: reason)
        }
    }

    private func noteSent(_ message: StoredMessage) async throws {
        try await database.write(in: message.shop) { transaction in
            try store.markSent(message.id, in: message.shop, transaction)
            let keeps = try shops.find(message.shop, transaction)?.settings.keepSentMessages ?? false
            if !keeps { try store.erase(message.id, in: message.shop, transaction) }
            try MessageEvent.sent(message).append(to: events, in: transaction)
        }
    }

    /// What may be tried again by a person keeps its destination; a code that nobody can use any more does not.
    private func noteFailed(_ message: StoredMessage, because reason: String) async throws {
        try await database.write(in: message.shop) { transaction in
            try store.markFailed(reason, message.id, in: message.shop, transaction)
            if message.isPerishable { try store.erase(message.id, in: message.shop, transaction) }
            try MessageEvent.failed(message, because: reason).append(to: events, in: transaction)
        }
    }
}
