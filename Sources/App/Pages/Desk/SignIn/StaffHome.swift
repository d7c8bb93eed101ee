import Base
import Foundation
import Staff
import Storage

/// Where an account belongs that signs in at a shop's desk: to the shop, or to the platform, whose operators
/// enter every shop by the same page.
struct StaffHome: Sendable {
    let services: Services

    private static let looker = Principal(actor: .system, role: .platform, shop: nil)

    func home(of email: String, at shop: ShopID, _ transaction: Transaction) throws -> ShopID {
        guard try has(email, .platform, transaction), try !has(email, shop, transaction) else { return shop }
        return .platform
    }

    private func has(_ email: String, _ shop: ShopID, _ transaction: Transaction) throws -> Bool {
        let wanted = email.trimmingCharacters(in: .whitespaces).lowercased()
        return try services.staff.list(of: shop, for: Self.looker, in: transaction)
            .contains { $0.email.lowercased() == wanted && $0.isActive }
    }
}
