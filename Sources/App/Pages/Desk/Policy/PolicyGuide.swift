import Localisation
import Markup
import Policies

/// What each section of a pack's text decides, in the language of whoever reads: the text's own comments are English.
struct PolicyGuide: Component {
    let yaml: String
    /// Whether the lines of the text can be pointed at.
    var hasPlaces = false
    let texts: TextTable

    var body: HTML {
        let sections = PackOutline(yaml).sections
        return """
            <details class="disclosure" id="policy-guide"><summary>\(texts["desk.policy.guide"])</summary>\
            <div class="disclosure-body"><table class="terms"><tbody>\(each: sections, row)</tbody></table>\
            <p class="small soft">\(texts["desk.policy.guide.tags"])</p></div></details>
            """
    }

    /// What nobody knows is told by the check of the text, not here.
    private func row(_ section: PackOutline.Section) -> HTML {
        guard let says = texts.sentence("desk.policy.key.\(section.key)") else { return .empty }
        let line = texts["desk.policy.line", ["line": String(section.line)]]
        let place: HTML = hasPlaces ? "<a href=\"#L\(section.line)\">\(line)</a>" : "\(line)"
        return """
            <tr><th scope="row" class="nowrap"><code class="rule-id">\(section.key)</code></th>\
            <td>\(says)</td><td class="nowrap">\(place)</td></tr>
            """
    }
}
