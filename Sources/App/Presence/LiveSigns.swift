import Base
import Conversations
import Jobs
import Storage
import Web

/// Tells who is at a conversation and who writes in it: to this node's streams, and to the other nodes, which tell
/// theirs.
struct LiveSigns: Sendable {
    let attendance = Attendance()
    private let hub: StreamHub
    private let signals: (any NodeSignals)?
    private let clock: ServerClock
    private static let topic = "sign"
    private static let kind = "conversation"

    init(hub: StreamHub, signals: (any NodeSignals)?, clock: ServerClock) {
        (self.hub, self.signals, self.clock) = (hub, signals, clock)
        signals?.listen { [attendance, hub, clock] signal in
            guard let signal, signal.topic == Self.topic, let sign = Self.sign(in: signal.id) else { return }
            Self.take(sign, attendance, hub, at: clock.now())
        }
    }

    func tell(_ word: AttendanceWord, by actor: Actor, at conversation: Conversation, of shop: ShopID) {
        let sign = LiveSign(
            word.rawValue, on: Self.kind, conversation.id.text, of: shop, by: actor,
            related: conversation.partner.actorID)
        Self.take(sign, attendance, hub, at: clock.now())
        signals?.send(NodeSignal(Self.topic, Self.text(of: sign)))
    }

    private static func take(
        _ sign: LiveSign, _ attendance: Attendance, _ hub: StreamHub, at now: Timestamp
    ) {
        guard let word = AttendanceWord(rawValue: sign.word) else { return }
        attendance.note(word, by: sign.actor, at: sign.id, of: sign.shop, now: now)
        hub.tell(sign)
    }

    // MARK: Between nodes

    private static func text(of sign: LiveSign) -> String {
        JSONValue([
            sign.word, sign.id, sign.shop.text, sign.actor.kind.rawValue, sign.actor.id, sign.related ?? "",
        ]).text
    }

    /// - Returns: nil for what another version may have sent.
    private static func sign(in text: String) -> LiveSign? {
        // What is no sign is nobody's.
        guard let parts = (try? JSONParser.parse(text))?.items.compactMap(\.string), parts.count == 6,
            let actor = Actor.Kind(rawValue: parts[3])
        else { return nil }
        return LiveSign(
            parts[0], on: kind, parts[1], of: ShopID(parts[2]), by: Actor(actor, parts[4]),
            related: parts[5].isEmpty ? nil : parts[5])
    }
}
