import Base

/// Personal data as pages, logs and exports show it by default.
public enum Mask {
    /// `138****5678`; short numbers keep their last two digits.
    public static func phone(_ text: String) -> String {
        let digits = text.filter { !$0.isWhitespace && $0 != "-" }
        guard digits.count >= 8 else { return "****" + digits.suffix(digits.count > 2 ? 2 : 0) }
        return "\(digits.prefix(3))****\(digits.suffix(4))"
    }

    /// `m***@example.com`
    public static func email(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@"), at > text.startIndex else { return "***" }
        return "\(text.prefix(1))***\(text[at...])"
    }

    /// `张*`, `M*`: the first character of the name.
    public static func name(_ text: String) -> String { text.isEmpty ? "" : "\(text.prefix(1))*" }

    /// A street line: its first three characters.
    public static func address(_ text: String) -> String {
        text.count > 3 ? "\(text.prefix(3))****" : text.isEmpty ? "" : "****"
    }

    /// What somebody wrote: nothing of it.
    public static func words(_ text: String) -> String { text.isEmpty ? "" : "****" }

    /// What somebody wrote, for those who work with it: all but the e-mail addresses, the numbers to call and the numbers
    /// of cards in it.
    public static func contacts(in text: String) -> String {
        Contacts.replaced(in: text, email: email) { number in
            switch CardNumber(number) {
            case .identity: "****\(number.suffix(1))"
            case .bank: self.number(number)
            case nil: phone(number)
            }
        }
    }

    /// A number such as a tracking or account number: its last four.
    public static func number(_ text: String) -> String {
        text.count > 4 ? "****\(text.suffix(4))" : text.isEmpty ? "" : "****"
    }
}
