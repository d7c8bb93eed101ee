import Base
import Synchronization
import Testing

/// Many callers with many different wishes, each under an idempotency key of its own, who note what they were told.
final class CrashLoad: Sendable {
    /// What was told, by the number of the wish.
    struct Said: Sendable {
        let status: Int
        let id: String
    }

    enum Wish: Sendable {
        case open(JSONValue)
        case change(order: String, JSONValue)
        case file
    }

    private struct State {
        var next = 0
        var orders = 0
        /// Sent without an answer: sent again, under the same key, once somebody listens.
        var begun: [Int] = []
        var said: [Int: Said] = [:]
        var cut = 0
        var full = 0
    }

    private static let callers = 8
    private let orders: Int
    private let absence: Absence
    private let state = Mutex(State())

    /// What a caller makes of being told that it cannot be done now.
    enum Absence {
        case isFault, isTriedAgain

        /// Where the database is away, and where its disk is full.
        static let statuses = [503, 507]
    }

    init(orders: Int, absence: Absence = .isFault) {
        self.orders = orders
        self.absence = absence
    }

    var said: [Int: Said] { state.withLock { $0.said } }
    /// Calls that took nothing, or that nobody knows of whether they did.
    var cut: Int { state.withLock { $0.cut } }
    /// Those of them that were told of a full disk.
    var full: Int { state.withLock { $0.full } }

    /// Makes the shop and an order for every wish.
    func prepare(_ root: API) async throws {
        try await fill(Qinghe.open(root), at: Sandbox(root: root).now())
    }

    /// Makes customers and an order for every wish.
    func fill(_ shop: Qinghe, at now: Timestamp) async throws {
        let people = (0..<40).map { Qinghe.customer("c\($0)", giftCard: 0) }
        try await shop.root.importing(people, as: "customers", to: shop.id).expect(200)
        try await addOrders(shop.root, at: now)
    }

    /// Makes as many orders again, for more wishes.
    func addOrders(_ root: API, at now: Timestamp) async throws {
        let shop = Qinghe(root: root, id: Qinghe.id)
        let (start, end) = state.withLock { ($0.orders, $0.orders + orders) }
        for start in stride(from: start, to: end, by: 1_000) {
            try await shop.take((start..<min(start + 1_000, end)).map { Self.order($0).json(at: now) })
        }
        state.withLock { $0.orders = end }
    }

    /// A provider that loses answers, takes its time and says things twice.
    static func misbehave(_ root: API) async throws {
        try await root.put(
            "/v1/sandbox/provider", ["lostAfter": 1_000, "lostBefore": 500, "late": 1_000, "doubled": 1_000]
        ).expect(204)
    }

    /// Works until nobody answers any more.
    func work(on root: API) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.callers {
                group.addTask { while let number = self.take(), await self.ask(number, root) {} }
            }
        }
    }

    /// Works on, whoever answers or not, until it is told that it is enough or there is nothing left to wish.
    func work(on root: API, until isEnough: @escaping @Sendable () -> Bool) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.callers {
                group.addTask {
                    while !isEnough(), let number = self.take() {
                        if await self.ask(number, root) { continue }
                        // As callers wait before they try again; a cancelled sleep is as good.
                        try? await Task.sleep(for: .milliseconds(100))
                    }
                }
            }
        }
    }

    /// Asks again for everything that was cut off.
    func finishBegun(on root: API) async {
        while let number = state.withLock({ $0.begun.popLast() }) {
            guard await ask(number, root) else {
                Issue.record("the server died by itself")
                return
            }
        }
    }

    /// Sends everything again.
    /// - Returns: what was answered otherwise than the first time.
    func repeated(on root: API) async throws -> [String] {
        try await withThrowingTaskGroup(of: String?.self) { group in
            var (different, left) = ([String](), said.sorted { $0.key < $1.key })
            for _ in 0..<Self.callers {
                guard let (number, first) = left.popLast() else { break }
                group.addTask { try await Self.difference(number, first, root) }
            }
            while let difference = try await group.next() {
                if let difference { different.append(difference) }
                if let (number, first) = left.popLast() {
                    group.addTask { try await Self.difference(number, first, root) }
                }
            }
            return different
        }
    }

    private static func difference(_ number: Int, _ first: Said, _ root: API) async throws -> String? {
        let again = try await send(number, root)
        let isSame = again.status == first.status && again.id == first.id
        let isReplay = again.headers["idempotency-replayed"] == "true"
        return isSame && isReplay ? nil : "\(number): \(first) became \(again.status) \(again.id)"
    }

    private func take() -> Int? {
        state.withLock { state in
            if let begun = state.begun.popLast() { return begun }
            guard state.next < state.orders else { return nil }
            state.next += 1
            return state.next - 1
        }
    }

    private func ask(_ number: Int, _ root: API) async -> Bool {
        do {
            let reply = try await Self.send(number, root)
            if absence == .isTriedAgain, Absence.statuses.contains(reply.status) {
                cutOff(number)
                if reply.status == 507 { state.withLock { $0.full += 1 } }
                return false
            }
            #expect(reply.status == 201, "\(number): \(reply.text.prefix(400))")
            state.withLock { $0.said[number] = Said(status: reply.status, id: reply.id) }
            return true
        } catch {
            cutOff(number)
            return false
        }
    }

    private func cutOff(_ number: Int) {
        state.withLock { state in
            state.begun.append(number)
            state.cut += 1
        }
    }

    private static func send(_ number: Int, _ root: API) async throws -> Reply {
        let (base, key) = ("/v1/shops/\(Qinghe.id)", "wish-\(number)")
        switch wish(number) {
        case .open(let body): return try await root.post("\(base)/cases", body, key: key)
        case .change(let order, let body):
            return try await root.post("\(base)/orders/\(order)/changes", body, key: key)
        case .file:
            return try await root.upload(
                "\(base)/files", Qinghe.picture(UInt64(number)), as: "image/jpeg", key: key)
        }
    }

    static func wish(_ number: Int) -> Wish {
        let order = "o\(number)"
        switch number % 7 {
        case 0, 1, 2:  // back by WeChat Pay, or to a gift card
            return .open(application(order, "refundOnly", "notReceived", "cup-white"))
        case 3: return .open(application(order, "returnRefund", "noLongerNeeded", "pot-white"))
        case 4: return .change(order: order, ["kind": "cancel", "reason": "noLongerNeeded"])
        case 5:
            return .change(
                order: order, ["kind": "quantities", "lines": [["variantId": "cup-white", "quantity": 1]]])
        default: return .file
        }
    }

    private static func order(_ number: Int) -> TestOrder {
        let customer = "c\(number % 40)"
        var order = TestOrder(id: "o\(number)", variant: "cup-white", customer: customer)
        switch number % 7 {
        case 2: order.payments = [("\(customer)-gift", 8_00)]
        case 3: order.variant = "pot-white"
        case 4:
            (order.status, order.variant) = ("pending", "pot-white")
            order.payments = [("\(customer)-gift", 30_00), ("\(customer)-wechat", 70_00)]
        case 5: (order.status, order.quantity) = ("pending", 3)
        default: break
        }
        return order
    }

    private static func application(
        _ order: String, _ kind: String, _ reason: String, _ variant: String
    ) -> JSONValue {
        [
            "orderId": .string(order), "kind": .string(kind), "reason": .string(reason),
            "lines": [["variantId": .string(variant), "quantity": 1]],
        ]
    }
}
