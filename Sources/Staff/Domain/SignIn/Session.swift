import Base
import Storage

/// A signed-in browser.
public struct Session: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable, SQLConvertible { case staff, customer }

    public let id: Identifier<Session>
    public let shop: ShopID
    public let kind: Kind
    /// The member of staff or the customer.
    public let subject: String
    public let made: Timestamp
    public let expires: Timestamp
    /// Browser and system, as far as they are known.
    public let device: String

    /// From its beginning to its end, however busy.
    public var lasts: Span { expires - made }

    /// How its holder stands in events.
    var actor: Actor {
        switch kind {
        case .customer: Actor(.customer, subject)
        case .staff: Actor(shop == .platform ? .platform : .staff, subject)
        }
    }
}

/// A session and what its holder may touch.
public struct OpenSession: Sendable, Hashable {
    public let session: Session
    public let principal: Principal
    /// Whether its member of staff has an authenticator app.
    public let hasSecondFactor: Bool
}

/// What somebody gets who was let in.
public struct SignedIn: Sendable {
    /// Goes into the cookie; kept here only as a hash.
    public let token: String
    public let session: Session
    public let principal: Principal
}

/// How long sessions last.
public struct SessionSettings: Sendable {
    public var staff: Span
    /// Without any request for this long, staff have to sign in again.
    public var staffIdle: Span
    public var customerByCode: Span
    public var customerByLink: Span

    public init(
        staff: Span = .hours(12), staffIdle: Span = .hours(2), customerByCode: Span = .hours(24),
        customerByLink: Span = .days(30)
    ) {
        self.staff = staff
        self.staffIdle = staffIdle
        self.customerByCode = customerByCode
        self.customerByLink = customerByLink
    }
}
