import Base
import TestSupport

/// Spoils requests that would be fine.
struct Mutation {
    private var chance: SeededChance

    init(seed: UInt64) { chance = SeededChance(seed: seed) }

    mutating func next(_ number: Int, _ shop: Qinghe, caseID: String, _ now: Timestamp) -> Call {
        let (path, body) = chance.pick(Self.requests(shop, caseID, order: "o\(chance.below(60))", now))
        var call = shop.root.call("POST", path, [:])
        call.headers.append(("Idempotency-Key", "fuzz-\(number)"))
        call.body = spoilt(body)
        return call
    }

    private mutating func spoilt(_ body: JSONValue) -> [UInt8] {
        var value = body
        for _ in 0..<chance.below(3) { value = changed(value) }
        var bytes = value.bytes
        if chance.below(6) == 0 { spoil(&bytes) }
        return bytes
    }

    private mutating func spoil(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let place = chance.below(bytes.count)
        switch chance.below(4) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: chance.next())
        case 1: bytes.removeSubrange(place...)
        case 2:
            bytes.insert(
                contentsOf: (0...chance.below(8)).map { _ in UInt8(truncatingIfNeeded: chance.next()) },
                at: place)
        default: bytes.removeSubrange(place...min(place + chance.below(5), bytes.count - 1))
        }
    }

    /// Changes one place somewhere inside.
    private mutating func changed(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members) where !members.isEmpty && chance.below(4) > 0:
            var members = members
            let place = chance.below(members.count)
            switch chance.below(8) {
            case 0: members.remove(at: place)
            case 1: members.append(JSONValue.Member(members[place].name, strange()))
            case 2: members[place] = JSONValue.Member(members[place].name + "x", members[place].value)
            default: members[place] = JSONValue.Member(members[place].name, changed(members[place].value))
            }
            return .object(members)
        case .array(let items) where !items.isEmpty && chance.below(4) > 0:
            var items = items
            let place = chance.below(items.count)
            switch chance.below(4) {
            case 0: items.append(items[place])
            case 1: items.remove(at: place)
            default: items[place] = changed(items[place])
            }
            return .array(items)
        case .null, .bool, .int, .number, .string, .array, .object: return strange()
        }
    }

    private mutating func strange() -> JSONValue {
        let values: [JSONValue] = [
            .null, .bool(true), 0, -1, .int(.max), .int(.min), .number("1e400"), .number("-0"),
            .number("0.1"),
            .number("99999999999999999999999"), "", " ", "\u{0}", "\u{202E}反", "😀", "%00", "../..",
            "'; DROP TABLE cases; --",
            "⟦", "{case}", .string(String(repeating: "长", count: 3_000)), [], [:], [[[[]]]],
            ["amount": -1, "currency": "CNY"],
            ["amount": .int(.max), "currency": "CNY"], ["amount": 1, "currency": "XXX"], "returnRefund",
            "exchange", "original",
            "2024-02-30T00:00:00Z", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z",
            .int(Int64(chance.below(200_000))),
        ]
        return chance.pick(values)
    }

    private static func requests(
        _ shop: Qinghe, _ caseID: String, order: String, _ now: Timestamp
    ) -> [(String, JSONValue)] {
        let money = Qinghe.yuan(10_00)
        func step(_ noun: String, _ body: JSONValue) -> (String, JSONValue) {
            (shop.path("cases/\(caseID)/\(noun)"), body)
        }
        func change(_ body: JSONValue) -> (String, JSONValue) { (shop.path("orders/\(order)/changes"), body) }
        let opening: JSONValue = [
            "orderId": .string(order), "kind": "exchange", "reason": "preferOther",
            "lines": [["variantId": "pot-white", "quantity": 1, "newVariantId": "pot-blue"]],
            "refundTo": "mei-wechat",
            "note": "请快一点", "evidence": [], "by": "customer",
        ]
        return [
            (shop.path("cases"), opening), (shop.path("cases"), BadInput.application(order)),
            (shop.path("cases/preview"), opening),
            step("approval", ["amount": money, "note": "好的", "version": 1]),
            step("rejection", ["reason": "used", "note": "n"]),
            step("evidence-request", ["items": ["photo", "video"]]),
            step("evidence", ["evidence": ["F1"], "note": "n", "by": "customer"]),
            step("offers", ["kind": "partialRefund", "amount": money]),
            step("offers/1/acceptance", ["by": "customer"]),
            step(
                "return-shipment",
                ["carrier": "SF", "trackingNumber": "SF1", "freight": money, "by": "customer"]),
            step("inspection", ["lines": [["lineId": "1", "accepted": 1, "refused": 0, "note": "ok"]]]),
            step("arbitration", ["ruling": "partial", "amount": money]),
            step("reopening", ["reason": "again"]),
            step("assignment", ["assignee": "lin"]), step("notes", ["text": "t", "internal": true]),
            step("receipt", [:]),
            step("dispute", ["note": "n", "by": "customer"]), step("withdrawal", [:]),
            step("confirmation", [:]),
            change(["kind": "cancel", "reason": "x", "version": 0]),
            change(["kind": "address", "address": Qinghe.address]),
            change(["kind": "payment", "methodId": "mei-card"]),
            change([
                "kind": "lines",
                "replace": [["variantId": "pot-white", "newVariantId": "pot-small", "quantity": 1]],
                "methodId": "mei-card",
            ]),
            change(["kind": "quantities", "lines": [["lineId": "1", "quantity": 2]], "methodId": "mei-card"]),
            (
                shop.path("complaints"),
                ["customerId": "mei", "orderId": .string(order), "cause": "service", "words": "慢"]
            ),
            (shop.path("policy/rehearsals"), ["yaml": "format: 1\nname: x\n", "since": "30d"]),
            (shop.path("keys"), ["role": "viewer", "name": "n"]),
            (shop.path("staff"), ["email": "lin@example.com", "name": "林", "role": "agent"]),
            (shop.path("imports/orders"), TestOrder(id: "f").json(at: now)),
            (shop.path("imports/customers"), Qinghe.customer("fei")),
            (shop.path("imports/products"), Qinghe.products[0]), ("/v1/sandbox/clock", ["advanceSeconds": 1]),
            (
                "/v1/shops",
                [
                    "id": "fuzz", "name": "n", "currency": "CNY", "timeZone": "Asia/Shanghai",
                    "policy": "seven-day",
                ]
            ),
        ]
    }
}
