import Base
import Staff
import Storage

/// Who may be given work: members of the shop's staff who still work there and hold the permission that it needs.
struct Assignees: Sendable {
    let staff: StaffDesk

    /// - Parameter field: where the request names them.
    /// - Throws: `assigneeUnknown`.
    func check(
        _ id: String, may permission: Permission, at field: String, in shop: ShopID,
        _ transaction: Transaction
    ) throws {
        do {
            let member = try staff.member(Identifier(id), of: shop, in: transaction)
            guard member.isActive, member.role.may(permission) else {
                throw AssignmentRefusal.assigneeUnknown(field)
            }
        } catch StaffRefusal.staffUnknown {
            throw AssignmentRefusal.assigneeUnknown(field)
        }
    }
}
