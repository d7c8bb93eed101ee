import Base
import Conversations
import Synchronization

/// Who is at a conversation at this moment, and who writes in it. Nothing of it is kept: it is known from what pages say
/// again and again, and forgotten when they have not for a while.
final class Attendance: Sendable {
    /// Whoever has not said so again within this is gone.
    static let stay = Span.seconds(45)
    /// Whoever has not pressed a key within this writes no more.
    static let typing = Span.seconds(6)
    private static let most = 20_000

    /// Somebody at a conversation.
    struct Presence: Sendable, Hashable {
        let actor: Actor
        let isTyping: Bool
    }

    private struct Place: Hashable {
        let shop: ShopID
        let conversation: String
    }

    private struct Until {
        var here: Timestamp
        var typing: Timestamp
    }

    private let places = Mutex<[Place: [Actor: Until]]>([:])

    func note(
        _ word: AttendanceWord, by actor: Actor, at conversation: String, of shop: ShopID, now: Timestamp
    ) {
        let place = Place(shop: shop, conversation: conversation)
        places.withLock { places in
            if places.count >= Self.most { Self.forgetOld(&places, now) }
            switch word {
            case .gone:
                places[place]?[actor] = nil
                if places[place]?.isEmpty == true { places[place] = nil }
            case .here, .typing:
                guard places.count < Self.most || places[place] != nil else { return }
                let typing = word == .typing ? now + Self.typing : now
                places[place, default: [:]][actor] = Until(here: now + Self.stay, typing: typing)
            }
        }
    }

    /// Everybody who is there, in the order of their ids.
    func people(at conversation: Identifier<Conversation>, of shop: ShopID, now: Timestamp) -> [Presence] {
        let all = places.withLock { $0[Place(shop: shop, conversation: conversation.text)] ?? [:] }
        return all.filter { $0.value.here > now }
            .map { Presence(actor: $0.key, isTyping: $0.value.typing > now) }
            .sorted { $0.actor.id < $1.actor.id }
    }

    private static func forgetOld(_ places: inout [Place: [Actor: Until]], _ now: Timestamp) {
        places = places.compactMapValues { people in
            let there = people.filter { $0.value.here > now }
            return there.isEmpty ? nil : there
        }
    }
}

/// What a page says of whoever looks at it.
enum AttendanceWord: String, CaseIterable, Sendable {
    case here, typing, gone
}
