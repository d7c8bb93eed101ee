/// Why somebody should read a conversation again.
public enum QualityReason: String, Sendable, CaseIterable {
    /// A customer was never answered by a person.
    case unanswered
    /// People answered too slowly, on average or against the target.
    case slow
    /// "One moment, please", and then nothing.
    case silence
    /// Words that blame or brush off.
    case blame
    /// Money or goods were promised, and no case was opened.
    case promise
    /// The customer rated it low.
    case lowMark
    /// By lot.
    case sample
}
