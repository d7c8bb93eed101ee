import Base
import Events
import Storage

/// An address of a shop's own systems that is told of events.
public struct WebhookEndpoint: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable, SQLConvertible { case active, paused }

    public let id: Identifier<WebhookEndpoint>
    public let shop: ShopID
    public let url: String
    public let types: EventTypes
    public let state: State
    /// Everything up to this event was told, given to a retry, or is not wanted.
    public let position: Int64
    /// Calls in a row that failed, over all events.
    public let failures: Int
    /// Since when no call succeeded; nil when the last one did.
    public let failingSince: Timestamp?
    public let made: Timestamp
    /// Until when signatures by the secret before are sent as well.
    public let oldSecretUntil: Timestamp?

    /// So many failed calls in a row mean that the receiver is away: from then on one call at a time tries.
    static let failuresUntilAway = 5
    /// A receiver that was away for so long is left alone until a person says otherwise. Nothing is lost meanwhile.
    static let longestAway = Span.days(3)
    /// How long both secrets are valid after a change.
    static let rotation = Span.hours(24)
    public static let endpointsOfOneShop = 20

    public var isAway: Bool { failures >= Self.failuresUntilAway }

    /// How long to leave an absent receiver alone: doubling from ten seconds to an hour.
    var rest: Span {
        let doubled = Int64(10_000) << Int64(min(max(failures - Self.failuresUntilAway, 0), 20))
        return Span(milliseconds: min(doubled, Span.hours(1).milliseconds))
    }

    public func hasBeenAwayTooLong(at now: Timestamp) -> Bool {
        failingSince.map { now - $0 > Self.longestAway } ?? false
    }
}

/// Which events an endpoint wants: names such as `case.opened`, all of a kind such as `case.*`, or `*`.
public struct EventTypes: Sendable, Hashable {
    public let patterns: [String]

    static let most = 50

    /// - Throws: `WebhookRefusal.eventTypesInvalid`.
    public init(_ patterns: [String]) throws(WebhookRefusal) {
        guard (1...Self.most).contains(patterns.count), patterns.allSatisfy(Self.isPattern) else {
            throw .eventTypesInvalid
        }
        self.patterns = patterns
    }

    init(stored: JSONValue) { patterns = stored.items.compactMap(\.string) }

    /// Events about webhooks themselves are never told, so that a failing one does not feed itself.
    public func contains(_ type: String) -> Bool {
        guard !type.hasPrefix("webhook.") else { return false }
        return patterns.contains { pattern in
            pattern == "*" || pattern == type
                || (pattern.hasSuffix(".*") && type.hasPrefix(pattern.dropLast()))
        }
    }

    private static func isPattern(_ text: String) -> Bool {
        if text == "*" { return true }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 64 else { return false }
        func isWord(_ part: Substring) -> Bool {
            !part.isEmpty && part.utf8.allSatisfy { (65...90).contains($0) || (97...122).contains($0) }
        }
        return isWord(parts[0]) && (parts[1] == "*" || isWord(parts[1]))
    }
}

/// What an endpoint is told of an event. Ids, codes and amounts, as in the event.
enum WebhookMessage {
    /// The same for every try and every replay of an event. The time stands in it because after a restored backup
    /// positions are given again.
    static func id(_ event: DomainEvent) -> String {
        "evt_\(event.position)_\(String(event.at.milliseconds, radix: 36))"
    }

    static func body(_ event: DomainEvent) -> [UInt8] {
        let body: JSONValue = [
            "type": .string(event.type), "timestamp": JSONValue(event.at),
            "data": [
                "shop": JSONValue(event.shop), "position": .int(event.position),
                "actor": ["kind": .string(event.actor.kind.rawValue), "id": .string(event.actor.id)],
                "subject": ["kind": .string(event.subject.kind), "id": .string(event.subject.id)],
                "related": .string(event.related), "detail": event.detail,
            ],
        ]
        return body.bytes
    }
}
