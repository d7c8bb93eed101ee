import AfterSales
import Base
import Customers
import Events
import Files
import Orders
import Payments
import Policies
import Storage

/// Steps in one line each.
extension TestWorld {
    public typealias CaseID = Identifier<Case>

    /// One call of the after-sales desk in a transaction of its own.
    @discardableResult
    public func act<Result: Sendable>(
        _ body: @escaping @Sendable (AfterSalesDesk, ShopProfile, Transaction) throws -> Result
    ) async throws -> Result {
        try await database.write(in: Self.shop) { [afterSales, profile] in try body(afterSales, profile, $0) }
    }

    /// Reads without changing anything.
    public func look<Result: Sendable>(
        _ body: @escaping @Sendable (AfterSalesDesk, ShopProfile, Transaction) throws -> Result
    ) async throws -> Result {
        try await database.read { [afterSales, profile] in try body(afterSales, profile, $0) }
    }

    @discardableResult
    public func open(_ application: CaseApplication, by taker: StepTaker? = nil) async throws -> Case {
        let taker = taker ?? mei
        return try await act { try $0.open(application, by: taker, in: $1, $2) }
    }

    /// The case as it is now.
    public func find(_ id: CaseID) async throws -> Case { try await view(id).record }

    public func view(_ id: CaseID) async throws -> CaseView {
        let taker = lin
        return try await look { try $0.view(id, for: taker, in: $1, $2) }
    }

    /// What happened to a case, in words of the event log.
    public func story(of id: CaseID) async throws -> [String] { try await timeline(of: id.text).map(\.type) }

    public func timeline(of subject: String) async throws -> [DomainEvent] {
        try await database.read { [events] in try events.store.timeline(of: subject, in: Self.shop, $0) }
    }

    /// Uploads a picture (or another file, by its first bytes) and answers its id.
    public func upload(
        _ bytes: [UInt8] = TestWorld.picture, by actor: Actor = Actor(.customer, "mei")
    ) async throws -> String {
        let stored = try files.store(bytes)
        return try await database.write(in: Self.shop) { [files] in
            try files.record(stored, by: actor, in: Self.shop, $0).id.text
        }
    }

    public static let picture = TestPicture.jpeg()

    public func orderView(_ id: Identifier<Order> = "1001") async throws -> OrderView {
        try await database.read { [orders] in try orders.view(id, in: Self.shop, $0) }
    }

    /// What lies on one of 梅's gift cards or credits, in fen.
    public func balance(_ method: String = "mei-gift") async throws -> Int64? {
        let mei = try await database.read { [customers] in try customers.customer("mei", in: Self.shop, $0) }
        return mei.method(Identifier(method))?.balance?.amount
    }
}

extension CaseApplication {
    /// Words of an application with what most of them have in common.
    public init(
        _ kind: CaseKind, _ reason: String, order: String = "1001", _ lines: [Line] = ["pot-white"],
        refundTo: String? = nil, evidence: [String] = []
    ) {
        self.init(
            orderID: Identifier(order), kind: kind, reason: reason, lines: lines,
            refundTo: refundTo.map { Identifier($0) }, note: nil, evidence: evidence)
    }
}

extension CaseApplication.Line: ExpressibleByStringLiteral {
    /// One unit of a variant.
    public init(stringLiteral variant: String) { self.init(variant) }

    public init(_ variant: String, _ quantity: Int = 1, for new: String? = nil) {
        self.init(
            line: .variant(Identifier(variant)), quantity: quantity, newVariantID: new.map { Identifier($0) })
    }
}

extension Money {
    /// Fen.
    public static func fen(_ amount: Int64) -> Money { Money(amount, .cny) }
}
