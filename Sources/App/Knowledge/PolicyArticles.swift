import Base
import Language
import Policies

/// What the shop's policy says, as articles. They are made from the pack in force whenever somebody asks, so that they
/// cannot say anything else than it does.
struct PolicyArticles {
    struct Item: Sendable {
        /// `policy.returnRefund`
        let id: String
        let questions: [String]
        let sentences: [String]
        /// What customers want who are answered by it.
        let intents: Set<Intent>

        var answer: String { sentences.joined(separator: "\n") }
    }

    static let prefix = "policy."

    let version: Int
    let items: [Item]

    init(_ pack: PolicyPack, _ reader: Reader) {
        version = pack.version
        let kinds = CaseKind.allCases.compactMap { kind in
            pack.kinds[kind].map { terms in
                Self.item(
                    kind.rawValue,
                    PublicKindTerms(kind: kind, terms: terms, pack: pack, reader: reader).sentences, reader,
                    Self.intents(of: kind))
            }
        }
        items =
            [
                Self.item(
                    "changes", PublicChangeTerms(pack: pack, reader: reader).sentences, reader,
                    [.cancelOrder, .changeAddress, .changeItems])
            ] + kinds + [
                Self.item("money", PublicMoneyTerms(pack: pack, reader: reader).sentences, reader, [])
            ]
    }

    /// What is written under an id; nil where the policy has nothing of that name.
    subscript(id: String) -> Item? { items.first { $0.id == id } }

    /// What fits what is typed, the nearest first.
    func search(_ typed: String, limit: Int) -> [(item: Item, likeness: Float)] {
        var index = TypingIndex<Int>()
        for (place, item) in items.enumerated() {
            index.put(place, titles: item.questions, body: item.sentences.joined(separator: "\n"))
        }
        let wording = Wording(typed)
        return index.nearest(to: typed, count: limit).map { match in
            let item = items[match.id]
            return (item, item.questions.map { Wording($0).likeness(to: wording) }.max() ?? 0)
        }
    }

    private static func item(
        _ name: String, _ sentences: [String], _ reader: Reader, _ intents: Set<Intent>
    ) -> Item {
        let asked = reader["policyArticle.\(name)"].split(separator: "\n").map(String.init)
        return Item(id: prefix + name, questions: asked, sentences: sentences, intents: intents)
    }

    private static func intents(of kind: CaseKind) -> Set<Intent> {
        switch kind {
        case .refundOnly: [.refundRequest]
        case .returnRefund: [.returnGoods]
        case .exchange: [.exchangeGoods]
        case .resend: [.missingOrWrongItem]
        case .repair: [.repairWarranty]
        case .compensation: []
        case .priceProtection: [.priceProtection]
        }
    }
}
