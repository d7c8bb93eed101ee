import Base

/// One thing that somebody may do in a shop. Which role may do what stands in this file and nowhere else.
///
/// Customers hold none: they reach their own orders and cases by owning them.
public enum Permission: String, Sendable, CaseIterable {
    case shopsManage, shopSettings, staffManage, keysManage
    case policyRead, policyEdit, policyPublish
    case customersRead, customersChange, personalDataShow
    /// Giving a person all that is kept of them, and erasing it.
    case personalDataGive, personalDataErase
    case ordersRead, ordersChange, importsRun
    case casesRead, casesOpen, casesDecide, casesGrant, casesAssign, arbitrate, filesAdd
    /// Agreeing in a customer's name: proposing and accepting offers and remedies, withdrawing.
    case customerConsent
    case refundsRead, refundsRetry, booksRead
    case complaintsRead, complaintsHandle
    case conversationsRead, conversationsHandle
    /// Giving away what a colleague has.
    case conversationsAssign
    /// Writing what the shop knows, and deciding what of it people read.
    case knowledgeRead, knowledgeWrite, knowledgePublish
    case eventsRead, messagesRead, deadLettersManage, auditRead
}

extension Role {
    /// Everything the role may do in the shops it reaches.
    public var permissions: Set<Permission> {
        switch self {
        case .platform: Self.platformMay
        case .owner: Self.ownerMay
        case .supervisor: Self.supervisorMay
        case .agent: Self.agentMay
        case .viewer: Self.viewerMay
        case .customer: []
        }
    }

    public func may(_ permission: Permission) -> Bool { permissions.contains(permission) }

    private static let viewerMay: Set<Permission> = [
        .policyRead, .customersRead, .ordersRead, .casesRead, .refundsRead, .booksRead, .complaintsRead,
        .conversationsRead, .knowledgeRead, .eventsRead,
    ]

    private static let agentMay = viewerMay.union([
        .customersChange, .personalDataShow, .ordersChange, .casesOpen, .casesDecide, .casesGrant, .filesAdd,
        .complaintsHandle, .conversationsHandle, .knowledgeWrite,
    ])

    private static let supervisorMay = agentMay.union([
        .casesAssign, .conversationsAssign, .knowledgePublish, .customerConsent, .importsRun, .refundsRetry,
        .messagesRead,
        .deadLettersManage, .personalDataGive,
    ])

    private static let ownerMay = supervisorMay.union([
        .shopSettings, .staffManage, .keysManage, .policyEdit, .policyPublish, .auditRead, .personalDataErase,
    ])

    private static let platformMay = ownerMay.union([.shopsManage, .arbitrate])
}
