import Base
import Markup
import Orders
import Web

/// A change as the order page's form sends it.
struct OrderChangeForm: Sendable {
    let form: FormBody
    let order: Order

    /// - Throws: `InputRefusal` naming the field; `nothingToChange`.
    func request() throws -> ChangeRequest {
        guard let kind = try form.choice("kind", of: OrderChange.Kind.self) else {
            throw InputRefusal("fieldMissing", at: "/kind", ["name": "kind"])
        }
        var reader = try JSONReader(.object(try members(kind)))
        return try ChangeRequest(&reader)
    }

    /// The same fields again, for the page that asks before it is done.
    var hiddenFields: HTML {
        let own = form.names.filter { $0 != FormSeal.tokenField && $0 != FormSeal.keyField }
        return "\(each: own, { "<input type=\"hidden\" name=\"\($0)\" value=\"\(form[$0])\">" })"
    }

    private func members(_ kind: OrderChange.Kind) throws -> [JSONValue.Member] {
        let rest: [JSONValue.Member] =
            switch kind {
            case .cancel: try text("reason")
            case .address: [JSONValue.Member("address", try address())]
            case .payment: try text("methodId")
            case .lines: [JSONValue.Member("replace", .array(try replacements()))] + (try text("methodId"))
            case .quantities: [JSONValue.Member("lines", .array(try quantities()))] + (try text("methodId"))
            }
        return [
            JSONValue.Member("kind", .string(kind.rawValue)),
            JSONValue.Member("version", JSONValue(order.version)),
        ]
            + rest
    }

    private func text(_ name: String) throws -> [JSONValue.Member] {
        try form.text(name, upTo: 100).map { [JSONValue.Member(name, .string($0))] } ?? []
    }

    private func address() throws -> JSONValue {
        guard try form.text("line1") != nil else {
            throw InputRefusal("streetMissing", at: "/address/line1", kind: .unprocessable)
        }
        return .object(
            try ["line1", "line2", "city", "region", "country", "postalCode"].map {
                JSONValue.Member($0, .string(try form.text($0) ?? ""))
            })
    }

    private func replacements() throws -> [JSONValue] {
        let wanted = try order.lines.compactMap { line -> JSONValue? in
            guard let new = try form.text("new.\(line.id)", upTo: Limits.idBytes) else { return nil }
            let units = try form.int("units.\(line.id)", in: 1...line.quantity) ?? line.quantity
            return ["lineId": JSONValue(line.id), "newVariantId": .string(new), "quantity": JSONValue(units)]
        }
        guard !wanted.isEmpty else { throw OrderRefusal.nothingToChange }
        return wanted
    }

    private func quantities() throws -> [JSONValue] {
        let changed = try order.lines.compactMap { line -> JSONValue? in
            let count = try form.int("quantity.\(line.id)", in: 0...Limits.unitsOfOneLine) ?? line.quantity
            if count == line.quantity { return nil }
            return ["lineId": JSONValue(line.id), "quantity": JSONValue(count)]
        }
        guard !changed.isEmpty else { throw OrderRefusal.nothingToChange }
        return changed
    }
}
