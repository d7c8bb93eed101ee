import Base
import Conversations
import Customers
import Foundation
import Localisation
import Markup
import Staff
import Storage
import Web

/// By what a search of everything that was said is narrowed, as it was written into the form.
struct FoundFilter: Sendable {
    enum Standing: String, CaseIterable, Sendable {
        case open, closed

        var states: [Conversation.State] { self == .open ? Conversation.State.open : [.closed] }
    }

    private static let names = ["customer", "agent", "channel", "tag", "state", "from", "until"]

    private let values: [String: String]

    static let none = FoundFilter(values: [:])

    private init(values: [String: String]) { self.values = values }

    /// - Throws: `InputRefusal` for what is over-long.
    init(_ form: FormBody) throws {
        var values: [String: String] = [:]
        for name in Self.names { values[name] = try form.text(name, upTo: Limits.nameCharacters) }
        self.values = values
    }

    subscript(name: String) -> String? { values[name] }

    var isEmpty: Bool { values.isEmpty }

    /// What goes on from page to page; no name or number stands in an address.
    var hiddenFields: HTML {
        HTML(
            joining: values.sorted { $0.key < $1.key }.map {
                "<input type=\"hidden\" name=\"\($0.key)\" value=\"\($0.value)\">"
            })
    }

    /// The search that the form asks for.
    /// - Throws: `customerUnknown` where nobody answers to what was written; `InputRefusal` for a day that is none; what a
    ///   tag or channel cannot be.
    func search(
        _ words: String, _ call: DeskCall, _ transaction: Transaction
    ) throws -> MessageSearch {
        var search = MessageSearch(words)
        search.customers = try self["customer"].map { try customers($0, call, transaction) }
        search.agent = self["agent"]
        search.channel = try self["channel"].map { try ConversationChannel($0) }
        search.tag = try self["tag"].map { try Tag($0) }
        search.states = self["state"].flatMap(Standing.init)?.states
        search.from = try day("from", call)
        search.until = try day("until", call).map { call.shop.day.startOfNextDay(after: $0) }
        return search
    }

    // MARK: Parts

    /// The first moment of a day in the shop's zone.
    private func day(_ name: String, _ call: DeskCall) throws -> Timestamp? {
        guard let text = self[name] else { return nil }
        guard let moment = BoardMomentForm.moment("\(text)T00:00", call.shop.day) else {
            throw InputRefusal("fieldWrongType", at: "/\(name)", ["expected": "2026-11-23"])
        }
        return moment
    }

    /// By number, e-mail address or phone.
    private func customers(
        _ words: String, _ call: DeskCall, _ transaction: Transaction
    ) throws -> Set<Identifier<Customer>> {
        let (desk, shop) = (call.services.customers, call.shop.id)
        let known = try desk.known([Identifier(words)], in: shop, transaction)
        if !known.isEmpty { return Set(known.keys) }
        let criteria: CustomerDesk.Criteria = words.contains("@") ? .email(words) : .phone(words)
        let found = try desk.find(criteria, after: nil, in: shop, transaction).items
        guard !found.isEmpty else { throw CustomerRefusal.customerUnknown }
        return Set(found.map(\.id))
    }
}

/// The fields of the filter, folded away until one is used.
struct FoundFilterFields: Component {
    let filter: FoundFilter
    let agents: [(value: String, words: String)]
    let channels: [String]
    let tags: [String]
    let texts: TextTable

    private var anything: (value: String, words: String) { ("", texts["desk.found.anything"]) }

    var body: HTML {
        """
        <details class="disclosure" id="found-filter"\(attribute: "open", !filter.isEmpty)>\
        <summary accesskey="f">\(texts["desk.found.filter"]) <kbd>F</kbd></summary>\
        <div class="search-forms">\
        \(Field("customer", texts["desk.found.customer"], value: filter["customer"], limit: Limits.nameCharacters))\
        \(select("agent", agents))\
        \(select("channel", channels.map { ($0, ConversationWordsAtDesk.channel(named: $0, texts)) }))\
        \(select("tag", tags.map { ($0, $0) }))\
        \(select("state", FoundFilter.Standing.allCases.map { ($0.rawValue, texts["desk.found.\($0.rawValue)"]) }))\
        \(day("from"))\(day("until"))</div></details>
        """
    }

    private func select(_ name: String, _ choices: [(value: String, words: String)]) -> HTML {
        SelectField(
            name: name, label: texts["desk.found.\(name)"], choices: [anything] + choices,
            chosen: filter[name]
        ).body
    }

    private func day(_ name: String) -> HTML {
        """
        <div class="field"><label for="found-\(name)">\(texts["desk.found.\(name)"])</label>\
        <input class="input" id="found-\(name)" type="date" name="\(name)"\
        \(attribute: "value", filter[name])></div>
        """
    }
}
