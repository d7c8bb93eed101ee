import Base
import Staff
import Testing

struct PermissionTests {
    @Test(arguments: [
        (
            Role.viewer, [Permission.casesRead, .ordersRead, .booksRead],
            [Permission.casesDecide, .personalDataShow]
        ),
        (
            .agent, [.casesDecide, .casesGrant, .ordersChange, .complaintsHandle],
            [.refundsRetry, .policyEdit]
        ),
        (
            .supervisor, [.refundsRetry, .deadLettersManage, .importsRun, .messagesRead],
            [.policyPublish, .keysManage]
        ),
        (.owner, [.policyPublish, .keysManage, .staffManage, .shopSettings], [.shopsManage, .arbitrate]),
        (.platform, Permission.allCases, []),
        (.customer, [], Permission.allCases),
    ])
    func `each role may do its own work and no more`(role: Role, may: [Permission], mayNot: [Permission]) {
        #expect(may.allSatisfy(role.may))
        #expect(!mayNot.contains(where: role.may))
    }

    @Test func `a wider role may do everything that a narrower one may`() {
        let roles: [Role] = [.customer, .viewer, .agent, .supervisor, .owner, .platform]
        for (narrow, wide) in zip(roles, roles.dropFirst()) {
            #expect(wide.permissions.isStrictSuperset(of: narrow.permissions))
        }
    }

    @Test func `another shop does not exist for those who do not reach it`() {
        let owner = Principal(actor: Actor(.staff, "U1"), role: .owner, shop: "teahouse")
        #expect(throws: ShopRefusal.shopUnknown("bookshop")) { try owner.require(.casesRead, in: "bookshop") }
        #expect(throws: AccessRefusal.permissionMissing(.arbitrate)) {
            try owner.require(.arbitrate, in: "teahouse")
        }
        #expect(throws: Never.self) { try owner.require(.casesRead, in: "teahouse") }
    }
}
