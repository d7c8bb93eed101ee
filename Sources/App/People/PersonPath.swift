import Base
import Conversations
import Customers
import Web

/// Where the rights of people stand, in the API and on the desk: below customers, and below visitors, who are unknown as
/// `visitorUnknown`.
enum PersonPath: String, CaseIterable {
    case customers = "customers/:customer"
    case visitors = "visitors/:visitor"

    /// Whom a call names.
    /// - Throws: `visitorUnknown` for an id that is none of a visitor.
    func person(_ context: WebContext) throws -> Partner {
        switch self {
        case .customers: return .customer(try context.id("customer"))
        case .visitors:
            let id: Identifier<Visitor> = try context.id("visitor")
            guard id.text.hasPrefix(Visitor.mark) else { throw ConversationRefusal.visitorUnknown }
            return .visitor(id)
        }
    }
}
