import Base
import Conversations
import Hummingbird
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | seats | conversationsRead | |
/// | PUT | seats/:member | conversationsAssign | staffUnknown, assigneeUnknown |
struct SeatRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.shop(.get, "seats", services, may: .conversationsRead) { call in
            let seats = try await call.read { try services.conversations.seats(in: call.shop.id, $0) }
            return .list(Page(items: seats, next: nil)) { $0.json }
        }
        router.shop(.put, "seats/:member", services, may: .conversationsAssign) { call in
            let member: Identifier<StaffMember> = try call.context.id("member")
            let change = try await call.body { reader in
                SeatChange(
                    skills: try reader.optionalStrings("skills", upTo: Seat.mostSkills, each: 64),
                    capacity: try reader.optionalInt("capacity", in: Seat.capacities),
                    isPresent: try reader.optionalBool("present"))
            }
            return .json(
                try await services.database.write(in: call.shop.id) {
                    try SeatChanges(services: services).change(
                        seatOf: member, change, by: call.principal, in: call.shop.id, $0)
                }.json)
        }
    }
}

/// Changing an agent's seat, for pages and API alike: at the desk everybody says themselves whether they are there; the
/// rest needs `conversationsAssign`.
struct SeatChanges: Sendable {
    let services: Services

    /// - Throws: `permissionMissing`, `staffUnknown`; `assigneeUnknown` for somebody who answers no customers.
    func change(
        seatOf member: Identifier<StaffMember>, _ change: SeatChange, by principal: Principal,
        in shop: ShopID, _ transaction: Transaction
    ) throws -> Seat {
        let isOwn = principal.actor.kind == .staff && principal.actor.id == member.text
        if !isOwn || change.skills != nil || change.capacity != nil {
            try principal.require(.conversationsAssign, in: shop)
        }
        let person = try services.staff.member(member, of: shop, in: transaction)
        guard person.isActive, person.role.may(.conversationsHandle) else {
            throw AssignmentRefusal.assigneeUnknown("/member")
        }
        return try services.conversations.change(
            seatOf: member.text, change, by: principal.actor, in: shop, transaction)
    }
}
