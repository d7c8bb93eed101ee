import AfterSales
import Base
import Customers
import Orders
import Payments
import Policies
import Storage
import TestSupport
import Testing

@Suite struct ImportTests {
    @Test func `a bad line is named by number and field, and the good ones are kept`() async throws {
        let world = try await TestWorld()
        try await world.stock()
        let lines = [
            "{\"id\":\"bad json\"", "[]", "{\"id\":\"x\",\"givenName\":\"x\",\"colour\":\"red\"}",
            "{\"id\":\"good\",\"givenName\":\"好\"}", "{\"id\":\"\"}",
            "{\"id\":\"y\",\"paymentMethods\":[{\"id\":\"a\",\"kind\":\"alipay\"},{\"id\":\"a\",\"kind\":\"alipay\"}]}",
            "{\"id\":\"z\",\"paymentMethods\":[{\"id\":\"a\",\"kind\":\"giftCard\",\"balance\":{\"amount\":-1,\"currency\":\"CNY\"}}]}",
        ]
        let report = try await take(lines, .customers, world)
        #expect((report.saved, report.refused, report.lines) == (1, 6, 7))
        #expect(
            report.badLines.map { "\($0.number) \($0.refusal.code) \($0.refusal.field ?? "")" } == [
                "1 jsonMalformed ", "2 fieldWrongType ", "3 fieldUnknown /colour", "5 fieldNotAnID /id",
                "6 idTwice /paymentMethods/1/id", "7 fieldOutOfRange /paymentMethods/0/balance/amount",
            ])
    }

    @Test(arguments: [
        ("customerUnknown", "/customerId", "\"customerId\":\"mei\"", "\"customerId\":\"nobody\""),
        ("fieldNotAChoice", "/status", "\"status\":\"delivered\"", "\"status\":\"lost\""),
        ("fieldOutOfRange", "/lines/0/quantity", "\"quantity\":1", "\"quantity\":0"),
        ("fieldUnknown", "/colour", "\"id\":\"1001\"", "\"id\":\"1001\",\"colour\":1"),
        (
            "paidAbovePrice", "/lines/0/paid", "\"quantity\":1",
            "\"quantity\":1,\"paid\":{\"amount\":10001,\"currency\":\"CNY\"}"
        ),
        ("refundsAbovePayments", "/payments", "\"kind\":\"payment\"", "\"kind\":\"refund\""),
        (
            "currencyMismatch", "/freight", "\"freight\":{\"amount\":0,\"currency\":\"CNY\"}",
            "\"freight\":{\"amount\":0,\"currency\":\"USD\"}"
        ),
    ])
    func `an order that does not fit is refused at its field`(
        code: String, field: String, good: String, bad: String
    ) async throws {
        let world = try await TestWorld()
        try await world.stock()
        let text = OrderSpecification().line(at: world.now)
        #expect(text.contains(good))
        let report = try await take([text.replacing(good, with: bad)], .orders, world)
        #expect(
            report.badLines.map { "\($0.refusal.code) \($0.refusal.field ?? "")" } == ["\(code) \(field)"])
        await #expect(throws: OrderRefusal.orderUnknown) { try await world.orderView() }
    }

    @Test func `what cannot be right is taken and named, once`() async throws {
        let world = try await TestWorld()
        try await world.stock()
        let customers = try await take(
            ["{\"id\":\"a\",\"email\":\"not-mail\"}", "{\"id\":\"b\",\"email\":\"b@example.com\"}"],
            .customers, world)
        #expect(customers.saved == 2 && customers.badLines.isEmpty)
        #expect(Self.doubts(customers) == ["1 emailInvalid /email"])

        var odd = OrderSpecification(
            "1001", lines: [.init("pot-white")], payments: [.init("mei-wechat", 50_00)])
        odd.daysOnTheWay = -3
        let line = odd.line(at: world.now)
        let orders = try await take([line], .orders, world)
        #expect(orders.saved == 1)
        #expect(Self.doubts(orders) == ["1 timesReversed /deliveredAt", "1 paymentsUnlikeCost /payments"])
        #expect(Self.doubts(try await take([line], .orders, world)) == [])
    }

    @Test
    func `goods that a source says otherwise stay as they are once the order was changed, and are named`()
        async throws
    {
        let world = try await TestWorld(pack: "retail-simple")
        try await world.stock()
        var order = OrderSpecification("1001", .pending, lines: [.init("pot-white", 2)])
        _ = try await take([order.line(at: world.now)], .orders, world)
        try await change(Wishes.address, world)
        order.status = .processed
        let onItsWay = try await take([order.line(at: world.now)], .orders, world)
        #expect(onItsWay.saved == 1 && Self.doubts(onItsWay) == [])
        let other = OrderSpecification("1001", .processed, lines: [.init("pot-white", 5)])
        let report = try await take([other.line(at: world.now)], .orders, world)
        #expect(report.saved == 1 && Self.doubts(report) == ["1 linesKept /lines"])
        #expect(try await world.orderView().order.lines.map(\.quantity) == [2])
    }

    private static func doubts(_ report: ImportReport) -> [String] {
        report.doubtfulLines.map { "\($0.number) \($0.refusal.code) \($0.refusal.field ?? "")" }
    }

    @Test func `what was taken before changes nothing`() async throws {
        let world = try await TestWorld()
        try await world.stock()
        let text = OrderSpecification().line(at: world.now)
        #expect(
            try await take([text, text], .orders, world).counts == [
                "lines": 2, "saved": 1, "unchanged": 1, "refused": 0,
            ])
        let before = try await world.orderView()
        #expect(try await take([text], .orders, world).unchanged == 1)
        #expect(try await world.orderView().movements == before.movements)
        #expect(try await world.faults() == [])
    }

    @Test func `a source that corrects an order is followed, books and all`() async throws {
        let world = try await TestWorld()
        try await world.stock()
        try await world.order()
        try await world.order(
            OrderSpecification(
                "1001", .shipped, lines: [.init("pot-white", 2)], payments: [.init("mei-card", 200_00)]))
        let view = try await world.orderView()
        #expect(view.order.status == .shipped)
        #expect(view.order.lines.map(\.quantity) == [2])
        #expect(view.movements.map { "\($0.methodID) \($0.amount)" } == ["mei-card 200.00 CNY"])
        #expect(try await world.accounts()["provider:wechatPay"] == 0)
        #expect(try await world.accounts()["provider:creditCard"] == -200_00)
        #expect(try await world.faults() == [])
    }

    @Test func `what a provider calls a payment can still be told once the order was changed`() async throws {
        let world = try await TestWorld(pack: "retail-simple")
        try await world.stock()
        var order = OrderSpecification("1001", .pending, payments: [.init("mei-wechat", 100_00)])
        _ = try await take([order.line(at: world.now)], .orders, world)
        try await change(Wishes.address, world)
        order.payments = [.init("mei-wechat", 100_00, reference: "4200001")]
        _ = try await take([order.line(at: world.now)], .orders, world)
        #expect(try await world.orderView().movements.map(\.providerReference) == ["4200001"])
        order.payments = [.init("mei-card", 100_00, reference: "ch_1")]
        _ = try await take([order.line(at: world.now)], .orders, world)
        #expect(try await world.orderView().movements.map(\.providerReference) == ["4200001"])
    }

    @Test func `a reference alone moves nothing in the books`() async throws {
        let world = try await TestWorld()
        try await world.stock()
        var order = OrderSpecification("1001", payments: [.init("mei-wechat", 100_00)])
        _ = try await take([order.line(at: world.now)], .orders, world)
        order.payments = [.init("mei-wechat", 100_00, reference: "4200001")]
        _ = try await take([order.line(at: world.now)], .orders, world)
        #expect(try await world.orderView().movements.map(\.providerReference) == ["4200001"])
        let books = try await world.database.read { [payments = world.payments] in
            try payments.books(ofOrder: "1001", in: TestWorld.shop, $0)
        }
        #expect(books.map(\.memo) == [.paid])
    }

    @Test(arguments: [
        ("fieldNotAnID", "4200 001", "/payments/0/providerReference"),
        ("idTwice", "4200001", "/payments/1/providerReference"),
    ])
    func `a provider's number of a payment is one word, and of one payment of an order`(
        code: String, reference: String, field: String
    ) async throws {
        let world = try await TestWorld()
        try await world.stock()
        let payments = (0..<2).map { _ in
            OrderSpecification.Payment("mei-wechat", 50_00, reference: reference)
        }
        let line = OrderSpecification("1001", payments: payments).line(at: world.now)
        let report = try await take([line], .orders, world)
        #expect(
            report.badLines.map { "\($0.refusal.code) \($0.refusal.field ?? "")" } == ["\(code) \(field)"])
    }

    @Test func `a change that was made here is kept whatever its source still says`() async throws {
        let world = try await TestWorld(pack: "retail-simple")
        try await world.stock()
        var order = OrderSpecification("1001", .pending)
        try await world.order(order)
        _ = try await change(Wishes.lines, world)
        let changed = try await world.orderView()
        order.status = .shipped
        try await world.order(order)
        let view = try await world.orderView()
        #expect(view.order.status == .shipped)
        #expect(view.order.lines == changed.order.lines)
        #expect(view.movements == changed.movements)
        #expect(try await world.faults() == [])
    }

    @Test func `an order that was cancelled here stays cancelled`() async throws {
        let world = try await TestWorld(pack: "retail-simple")
        try await world.stock()
        try await world.order(OrderSpecification("1001", .pending))
        _ = try await change(Wishes.cancel, world)
        try await world.order(OrderSpecification("1001", .processed))
        #expect(try await world.orderView().order.status == .cancelled)
    }

    @Test func `an order with a case keeps its lines and payments`() async throws {
        let world = try await TestWorld()
        try await world.stock()
        try await world.order()
        try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        try await world.order(OrderSpecification("1001", lines: [.init("cup-white")]))
        let view = try await world.orderView()
        #expect(view.order.lines.map(\.variantID) == ["pot-white"])
        #expect(view.movements.map(\.amount) == [.fen(100_00)])
        #expect(try await world.faults() == [])
    }

    @Test func `what the source gives back while a case is open is not paid twice`() async throws {
        let world = try await TestWorld()
        try await world.stock()
        try await world.order()
        let id = try await world.open(CaseApplication(.returnRefund, "wrongSize")).id
        for status in [OrderStatus.shipped, .delivered] {
            var paidBack = OrderSpecification("1001", status)
            paidBack.payments = [.init("mei-wechat", 100_00), .init("mei-wechat", 100_00, .refund)]
            try await world.order(paidBack)
        }
        #expect(try await world.orderView().movements.map(\.kind) == [.payment, .refund])
        let (mei, lin) = (world.mei, world.lin)
        let line = try await world.orderView().order.lines[0].id
        let inspected = try await world.act {
            _ = try $0.shipReturn(
                id, carrier: "SF", trackingNumber: "SF100", freight: nil, by: mei, in: $1, $2)
            _ = try $0.receive(id, by: lin, in: $1, $2)
            return try $0.inspect(
                id, [InspectedLine(line: .line(line), accepted: 1, refused: 0, note: nil)], by: lin, in: $1,
                $2)
        }
        #expect(inspected.state == .refunded, "its customer has the money")
        #expect(try await world.orderView().movements.count == 2)
        #expect(try await world.faults() == [])
    }

    @Test func `a refund from here that the source repeats is no other one`() async throws {
        let world = try await TestWorld()
        try await world.stock()
        try await world.order()
        try await world.compensate(5_00)
        try await world.runDueJobs()
        try await world.open(CaseApplication(.returnRefund, "wrongSize"))
        var repeated = OrderSpecification("1001", .shipped)
        repeated.payments = [.init("mei-wechat", 100_00), .init("mei-wechat", 5_00, .refund)]
        try await world.order(repeated)
        #expect(try await world.orderView().movements.filter { $0.kind == .refund }.count == 1)
        #expect(try await world.faults() == [])
    }

    @Test func `compensation that was paid here outlives a correction by the source`() async throws {
        let world = try await TestWorld()
        try await world.stock()
        try await world.order()
        try await world.compensate(5_00)
        try await world.order(OrderSpecification("1001", .shipped))
        try await world.runDueJobs()
        let refunds = try await world.orderView().movements.filter { $0.kind == .refund }
        #expect(refunds.map { "\($0.amount) \($0.state)" } == ["5.00 CNY succeeded"])
        #expect(try await world.faults() == [])
    }

    @Test func `a gift card's balance is kept from its first import on`() async throws {
        let world = try await TestWorld()
        try await world.stock(giftCard: 50_00)
        try await world.stock(giftCard: 999_00)
        #expect(try await world.balance() == 50_00)
        #expect(try await world.accounts()["card:mei/mei-gift"] == 50_00)
        #expect(try await world.accounts()["opening"] == -50_00)
        #expect(try await world.faults() == [])
    }

    @Test func `a variant that its source no longer names is not for sale any more`() async throws {
        let world = try await TestWorld()
        try await world.stock()
        let product = """
            {"id":"pot","title":"pot","variants":[{"id":"pot-white","price":{"amount":9000,"currency":"CNY"}}]}
            """
        _ = try await take([product], .products, world)
        let variants = try await world.database.read { [orders = world.orders] in
            try orders.product("pot", in: TestWorld.shop, $0).variants.filter(\.isAvailable)
        }
        #expect(variants.map(\.id) == ["pot-white"])
        #expect(variants.map(\.price) == [.fen(90_00)])
    }

    private func take(_ lines: [String], _ kind: ImportKind, _ world: TestWorld) async throws -> ImportReport
    {
        let numbered = lines.enumerated().map { ImportLine(number: $0 + 1, bytes: Array($1.utf8)) }
        return try await world.imports.take(
            try await world.imports.read(numbered, of: kind, in: world.profile), in: world.profile)
    }
}

extension TestWorld {
    /// Credits less debits of each account that something happened to.
    fileprivate func accounts() async throws -> [String: Int64] {
        try await database.read { transaction in
            let entries = try transaction.rows(
                """
                SELECT debit, credit, amount FROM transfers WHERE shop = \(Self.shop)
                """
            ) { (debit: try $0.text(), credit: try $0.text(), amount: try $0.int64()) }
            return entries.reduce(into: [:]) { sums, entry in
                sums[entry.debit, default: 0] -= entry.amount
                sums[entry.credit, default: 0] += entry.amount
            }
        }
    }
}
