import Base

/// Why something may not be sent to a customer.
public enum ForbiddenKind: String, Sendable, CaseIterable {
    /// Money, vouchers or gifts for good reviews, or for changing bad ones: Unfair Competition Law, articles 8 and 20;
    /// E-Commerce Law, article 17.
    case reviewReward
    /// Leading customers away to pay or talk elsewhere, where the shop does not answer for it.
    case diversion
    /// Terms that the law makes void: Consumer Protection Law, article 26.
    case unfairTerm
    /// How somebody else is reached, or what proves who they are: Personal Information Protection Law, article 23.
    case personalData
    /// A word that the shop itself does not want.
    case shopWord
}

/// What in a message may not be sent.
public struct ForbiddenPassage: Sendable, Hashable {
    public let kind: ForbiddenKind
    /// The words that tell it, as lists and the shop hold them; empty for personal data, which nothing repeats.
    public let words: String
    /// What the shop says in their place.
    public let instead: String?

    init(_ kind: ForbiddenKind, _ words: String = "", instead: String? = nil) {
        (self.kind, self.words, self.instead) = (kind, words, instead)
    }

    /// For the refusal's sentence, of which there is one for each kind.
    var arguments: [String: String] {
        let kind = kind == .shopWord && instead != nil ? "shopWordInstead" : kind.rawValue
        return ["kind": kind, "words": words, "instead": instead].compactMapValues(\.self).filter {
            !$0.value.isEmpty
        }
    }
}
