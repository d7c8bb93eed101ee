import AfterSales
import Base
import Customers
import Foundation
import Markup
import Orders
import Policies
import Web

/// An application on its way through the three steps. What is chosen travels in the address and in hidden fields, so
/// that going back, reloading and changing the language lose nothing; the customer's own words stay on the server under
/// the draft's number.
struct ApplicationDraft: Sendable {
    struct Goods: Sendable {
        let line: Identifier<OrderLine>
        let quantity: Int
        var newVariant: Identifier<Variant>?
    }

    /// Which case the draft became, and with which choice.
    struct Sent: Sendable {
        let choice: String
        let caseID: Identifier<Case>
    }

    /// Nil until words are kept for it.
    var id: Identifier<ApplicationDraft>?
    var goods: [Goods] = []
    var reason: String?
    var kind: CaseKind?
    var evidence: [String] = []
    var refundTo: Identifier<PaymentMethod>?
    var note: String?
    var sent: Sent?

    init() {}

    init(_ query: Query) throws {
        try self.init { try query.text($0, upTo: $1) }
    }

    init(_ form: FormBody) throws {
        try self.init { try form.text($0, upTo: $1) }
    }

    private init(_ text: (String, Int) throws -> String?) throws {
        id = try text("draft", Limits.idBytes).map { Identifier($0) }
        goods = try (text("goods", 20_000) ?? "").split(separator: ";").compactMap { Goods(String($0)) }
        reason = try text("reason", 64)
        kind = try text("kind", 64).flatMap { CaseKind(rawValue: $0) }
        evidence = try (text("evidence", 1_000) ?? "").split(separator: ",").map(String.init)
        refundTo = try text("refundTo", Limits.idBytes).map { Identifier($0) }
    }

    func address(_ path: String) -> String {
        QueryText.address(
            path,
            [
                "goods": goodsText, "reason": reason, "kind": kind?.rawValue, "evidence": evidenceText,
                "refundTo": refundTo?.text, "draft": id?.text,
            ])
    }

    /// The same beside a thread, where the order stands in the address too.
    func address(_ path: String, besideThread order: Identifier<Order>) -> String {
        let mark = "?apply=\(order.inPath)"
        return address(path + mark).replacingOccurrences(of: "\(mark)?", with: "\(mark)&") + "#apply"
    }

    var hiddenFields: HTML {
        let values: [(String, String?)] = [
            ("goods", goodsText), ("reason", reason), ("kind", kind?.rawValue), ("evidence", evidenceText),
            ("refundTo", refundTo?.text), ("draft", id?.text),
        ]
        return HTML(
            joining: values.compactMap { name, value in
                value.flatMap {
                    $0.isEmpty ? nil : "<input type=\"hidden\" name=\"\(name)\" value=\"\($0)\">"
                }
            })
    }

    /// What is asked for: the same again is the same application.
    var choice: String { [goodsText, reason ?? "", kind?.rawValue ?? ""].joined(separator: " ") }

    /// Exactly this was sent already.
    var isSent: Bool { sent?.choice == choice }

    var goodsText: String { goods.map(\.text).joined(separator: ";") }
    var evidenceText: String { evidence.joined(separator: ",") }

    /// - Returns: nil while something is still to be chosen.
    func application(of order: Identifier<Order>) -> CaseApplication? {
        guard let reason, let kind, !goods.isEmpty else { return nil }
        return CaseApplication(
            orderID: order, kind: kind, reason: reason,
            lines: goods.map {
                .init(
                    line: .line($0.line), quantity: $0.quantity,
                    newVariantID: kind == .exchange ? $0.newVariant : nil)
            }, refundTo: refundTo, note: note, evidence: evidence)
    }
}

extension ApplicationDraft.Goods {
    /// `line*quantity`, and `*variant` for an exchange; the parts with percent signs where they need them.
    fileprivate init?(_ text: String) {
        let parts = text.split(separator: "*").map { String($0).removingPercentEncoding }
        guard parts.count >= 2, let line = parts[0], let quantity = parts[1].flatMap({ Int($0) }),
            (1...Limits.unitsOfOneLine).contains(quantity)
        else { return nil }
        self.line = Identifier(line)
        self.quantity = quantity
        newVariant = parts.count > 2 ? parts[2].map { Identifier($0) } : nil
    }

    fileprivate var text: String {
        ([line.inPath, String(quantity)] + [newVariant?.inPath].compactMap { $0 }).joined(separator: "*")
    }
}
