import AfterSales
import Base
import Localisation
import Markup
import Policies
import Web

/// One rule that led to a decision: what it says, the facts it read, what it wants.
struct RuleItem: Component {
    let rule: RuleFinding
    let pack: PolicyPack
    let call: DeskCall

    var body: HTML {
        """
        <li class="rule"><p class="rule-says">\(call.words.rule(rule, pack))</p>\
        \(if: !facts.isEmpty, "<p class=\"rule-facts\">\(each: facts, fact)</p>")\
        <p class="rule-id">\(call.words.effect(rule.effect))</p></li>
        """
    }

    private var facts: [(name: String, value: String)] {
        DecisionText(reader: call.reader, pack: pack).worded(rule)
            .filter { !$0.value.isEmpty && $0.key != "currency" }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    private func fact(_ fact: (name: String, value: String)) -> HTML {
        """
        <span>\(call.texts.sentence("desk.fact.\(fact.name)") ?? fact.name) <b>\(fact.value)</b></span>
        """
    }
}
