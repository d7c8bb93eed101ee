import Base
import Storage

/// Where somebody is signed in, and ending it.
extension SessionDesk {
    /// A browser that somebody is signed in with.
    public struct Listed: Sendable, Hashable {
        public let session: Session
        /// When it last sent a request, to a few minutes.
        public let used: Timestamp
    }

    /// Where a person is signed in, newest first.
    public func list(of session: Session, in transaction: Transaction) throws -> [Listed] {
        try store.list(of: session.subject, session.kind, in: session.shop, transaction)
            .map { Listed(session: $0.session, used: $0.used) }
    }

    /// Ends one session of the person who asks.
    /// - Throws: `sessionUnknown` for one that has ended, and for everybody else's.
    public func end(
        _ id: Identifier<Session>, asked own: Session, in transaction: Transaction
    ) throws {
        guard let found = try list(of: own, in: transaction).first(where: { $0.session.id == id }) else {
            throw SignInRefusal.sessionUnknown
        }
        try store.delete(found.session, transaction)
        try append("session.ended", found.session, transaction)
    }

    /// Ends every session of one person, the one that asks included.
    public func signOutEverywhere(_ session: Session, in transaction: Transaction) throws {
        try store.deleteAll(of: session.subject, session.kind, in: session.shop, transaction)
        try append("session.endedEverywhere", session, transaction)
    }

    /// Ends every session of a customer, such as when their data is deleted.
    public func endAll(ofCustomer customer: String, of shop: ShopID, in transaction: Transaction) throws {
        try store.deleteAll(of: customer, .customer, in: shop, transaction)
    }

    /// Ends every session of a member of staff and begins one, because what it may do has changed.
    func restart(_ session: Session, of member: StaffMember, in transaction: Transaction) throws -> SignedIn {
        try signOutEverywhere(session, in: transaction)
        return try start(holder(member, session.device), replacing: nil, in: transaction)
    }
}
