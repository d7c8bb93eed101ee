import Base
import Web

/// Reads the fields of one form by their short names; refusals name them as the page labels them.
struct DeskFormReader: Sendable {
    let form: FormBody
    let name: String
    let currency: Currency

    /// The version of what the page showed when the form was filled in.
    /// - Throws: `InputRefusal` when it is no number.
    func version() throws -> Int? { try form.int("version", in: 0...Int(Int32.max)) }

    func text(_ part: String, upTo limit: Int = Limits.nameCharacters) throws -> String? {
        try naming(part) { try form.text($0, upTo: limit) }
    }

    func requiredText(_ part: String, upTo limit: Int = Limits.nameCharacters) throws -> String {
        try naming(part) { try form.requiredText($0, upTo: limit) }
    }

    /// What people write to each other.
    func note(_ part: String = "note") throws -> String? { try text(part, upTo: Limits.noteCharacters) }

    /// A password as it was typed, spaces included.
    func password(_ part: String = "password") -> String { form["\(name).\(part)"] ?? "" }

    func int(_ part: String, in range: ClosedRange<Int>) throws -> Int? {
        try naming(part) { try form.int($0, in: range) }
    }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ part: String, of type: Choice.Type
    ) throws -> Choice
    where Choice.RawValue == String {
        guard let choice = try naming(part, { try form.choice($0, of: type) }) else {
            throw InputRefusal("fieldMissing", at: "/\(part)", ["name": "desk.\(part)"])
        }
        return choice
    }

    /// The boxes that were ticked.
    func choices<Choice: RawRepresentable>(_ part: String, of type: Choice.Type) -> [Choice]
    where Choice.RawValue == String {
        form.all("\(name).\(part)").compactMap { Choice(rawValue: $0) }
    }

    func isTicked(_ part: String) -> Bool { form["\(name).\(part)"] != nil }

    /// - Throws: `InputRefusal` `amountMalformed` for anything but an amount of the shop's currency.
    func amount(_ part: String = "amount") throws -> Money? {
        guard let text = try text(part, upTo: 20) else { return nil }
        guard let money = AmountText.money(text, currency) else {
            throw InputRefusal("amountMalformed", at: "/\(part)", ["example": Money(2_950, currency).digits])
        }
        return money
    }

    /// - Throws: `InputRefusal` `returnAddressMalformed` for a text that names no place.
    func returnAddress(_ part: String = "returnAddress") throws -> ReturnAddress? {
        guard let text = try text(part, upTo: 1_000) else { return nil }
        guard let address = ReturnAddress(text: text) else {
            throw InputRefusal("returnAddressMalformed", at: "/\(part)")
        }
        return address
    }

    private func naming<Value>(_ part: String, _ read: (String) throws -> Value) throws -> Value {
        do {
            return try read("\(name).\(part)")
        } catch let refusal as InputRefusal {
            var arguments = refusal.arguments
            if arguments["name"] != nil { arguments["name"] = "desk.\(part)" }
            throw InputRefusal(refusal.code, at: "/\(part)", arguments, kind: refusal.kind)
        }
    }
}

/// An amount as people type it: `29.5`, `1,234.50`, `￥29`.
enum AmountText {
    /// - Returns: nil for anything else, for more decimals than the currency has and for more than the
    /// largest amount.
    static func money(_ text: String, _ currency: Currency) -> Money? {
        Money(digits: text.filter { !" ,，¥￥$€£".contains($0) }, currency)
    }
}
