import AfterSales
import Base
import Localisation

/// A rule's finding as a sentence in the reader's language.
struct RuleSentence {
    let texts: TextTable

    func says(_ rule: RuleFinding) -> String { texts["rule.\(rule.id)", rule.facts] }
}
