import Base
import Events
import Localisation
import Staff
import Storage

/// Names of those who did something, as staff read them. Each is looked up once.
final class StaffNames {
    private let call: DeskCall
    private let transaction: Transaction
    private var known: [Actor: String] = [:]

    init(_ call: DeskCall, _ transaction: Transaction) throws {
        self.call = call
        self.transaction = transaction
    }

    func name(of actor: Actor) throws -> String {
        if let name = known[actor] { return name }
        let name = try find(actor)
        known[actor] = name
        return name
    }

    /// Of somebody that a case or complaint was given to.
    func name(ofAssignee id: String) throws -> String { try name(of: Actor(.staff, id)) }

    /// Of the people who did these things, by id.
    func people(in events: [DomainEvent]) throws -> [String: String] {
        try Dictionary(
            events.filter { $0.actor.kind == .staff }.map { ($0.actor.id, try name(of: $0.actor)) },
            uniquingKeysWith: { first, _ in first })
    }

    private func find(_ actor: Actor) throws -> String {
        switch actor.kind {
        case .staff:
            try member(actor.id, of: call.shop.id) ?? member(actor.id, of: .platform)
                ?? call.words.actor(.staff)
        case .platform: try member(actor.id, of: .platform) ?? call.words.actor(.platform)
        case .system where actor == .assistant: call.texts["thread.assistant"]
        case .key: call.texts["desk.actor.keyNamed", ["key": actor.id]]
        case .customer, .system, .provider, .carrier: call.words.actor(actor.kind)
        }
    }

    private func member(_ id: String, of shop: ShopID) throws -> String? {
        do {
            return try call.services.staff.member(Identifier(id), of: shop, in: transaction).name
        } catch StaffRefusal.staffUnknown {
            return nil
        }
    }
}
