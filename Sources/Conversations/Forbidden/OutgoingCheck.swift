import Base
import Storage

/// Asks the rule about what somebody of the shop is about to say.
struct OutgoingCheck: Sendable {
    let rule: ForbiddenRule
    /// What the shop itself gives out, such as where goods go back to.
    let given: @Sendable (ShopID, Transaction) throws -> [String]
    private let settings = SettingStore()

    init(rule: ForbiddenRule, given: @escaping @Sendable (ShopID, Transaction) throws -> [String]) {
        (self.rule, self.given) = (rule, given)
    }

    /// - Parameter known: what the customer has given.
    func passages(
        in text: String, in shop: ShopID, _ transaction: Transaction, known: () throws -> [String] = { [] }
    ) throws -> [ForbiddenPassage] {
        try rule.passages(in: text, words(in: shop, transaction)) {
            try given(shop, transaction) + known()
        }
    }

    func words(in shop: ShopID, _ transaction: Transaction) throws -> ShopWords {
        try settings.find(.words, in: shop, transaction).map { ShopWords(stored: $0) } ?? .none
    }

    func keep(_ words: ShopWords, in shop: ShopID, _ transaction: Transaction) throws {
        try settings.keep(words.json, as: .words, in: shop, transaction)
    }
}
