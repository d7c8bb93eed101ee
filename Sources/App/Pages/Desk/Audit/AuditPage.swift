import Base
import Events
import Localisation
import Markup
import Web

/// What the people who run a shop and their programs did: sign-ins, keys, roles, settings, policy, imports. Newest
/// first, each with its number in the log and whether it is sealed.
struct AuditPage: Component {
    let model: AuditModel
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var path: String { "\(call.path)/audit" }

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div><h1>\(texts["desk.way.audit"])</h1>\
        <p>\(texts["desk.audit.text"]) \(seal)</p></div></header>\
        <div class="filters">\(filters)</div>\(list)</div>
        """
    }

    private var seal: HTML {
        guard let seal = model.newest else { return HTML(escaping: texts["desk.audit.unsealed"]) }
        let place = texts["desk.audit.seal", ["number": String(seal.number)]]
        return "\(place) <code title=\"\(seal.hashText)\">\(seal.hashText.prefix(16))</code>"
    }

    private var filters: HTML {
        """
        <nav class="filters-set" aria-label="\(texts["desk.audit.filters"])">\
        <a href="\(path)"\(attribute: "aria-current", model.filter == nil ? "true" : nil)>\
        \(texts["desk.view.all"])</a>\(each: AuditFilter.allCases, item)</nav>
        """
    }

    private func item(_ filter: AuditFilter) -> HTML {
        """
        <a href="\(path)?show=\(filter.rawValue)"\(attribute: "aria-current", filter == model.filter ? "true" : nil)>\
        \(filter.label(texts))</a>
        """
    }

    private var list: HTML {
        guard !model.page.items.isEmpty else {
            return """
                <div class="table-frame">\(EmptyState(
                    texts["desk.audit.empty"], texts["desk.audit.emptyText"]))</div>
                """
        }
        let further = model.page.next.map {
            QueryText.address(path, ["show": model.filter?.rawValue, "cursor": $0.text])
        }
        let first = model.filter.map { "\(path)?show=\($0.rawValue)" } ?? path
        return """
            <div class="table-frame"><table class="queue"><thead><tr>\
            \(each: ["what", "who", "at", "number"], { "<th scope=\"col\">\(texts["desk.audit.\($0)"])</th>" })\
            </tr></thead><tbody>\(each: model.page.items, row)</tbody></table></div>\
            \(Pager(first: model.isFirst ? nil : first, next: further, texts))
            """
    }

    private func row(_ event: DomainEvent) -> HTML {
        let isSealed = event.position <= model.sealedUpTo
        return """
            <tr><th scope="row" data-cell="main"><span class="strong">\(what(event))</span>\
            <span class="queue-sub">\(about(event))</span></th>\
            <td>\(model.names[event.actor] ?? call.words.actor(event.actor.kind))</td>\
            <td class="nowrap faint">\(call.words.moment(event.at))</td>\
            <td class="nowrap queue-hide"><span class="number">\(event.position)</span> \
            \(if: isSealed, "<span class=\"faint\">\(texts["desk.audit.sealed"])</span>")</td></tr>
            """
    }

    private func what(_ event: DomainEvent) -> String {
        texts.sentence("desk.audit.\(event.type)") ?? event.type
    }

    /// What a code of the event is called elsewhere on the desk.
    private func word(_ code: String, of name: String, isPersonal: Bool) -> String {
        let key: String? =
            switch name {
            case "role", "from", "to": "desk.role.\(code)"
            case "reason": "desk.personal.reason.\(code)"
            case "kind": "desk.job.\(code)"
            case "step": "desk.audit.step.\(code)"
            case "record" where code == "visitor": "desk.conversation.visitor"
            case "record": code == "customer" ? "desk.search.kind.customer" : "desk.search.kind.\(code)s"
            default: nil
            }
        if name == "reason", !isPersonal { return call.words.callFault(code) }
        return key.flatMap { texts.sentence($0) } ?? code
    }

    /// Whom or what it was done to, and the codes and figures of the event.
    private func about(_ event: DomainEvent) -> HTML {
        let whom =
            model.names[Actor(.staff, event.subject.id)]
            ?? texts.sentence("desk.audit.\(event.subject.kind).\(event.subject.id)") ?? event.subject.id
        let facts = event.detail.members.compactMap { member -> String? in
            let name = texts.sentence("desk.audit.detail.\(member.name)") ?? member.name
            switch member.value {
            case .string(let text):
                return text.isEmpty
                    ? nil
                    : "\(name) \(word(text, of: member.name, isPersonal: [PersonalData.shown, Erasure.erased].contains(event.type)))"
            case .int(let number): return "\(name) \(number)"
            case .bool(let flag): return flag ? name : nil
            case .array(let items):
                return "\(name) \(items.compactMap(\.string).joined(separator: ", "))"
            case .null, .number, .object: return nil
            }
        }
        return HTML(escaping: ([whom] + facts).joined(separator: " · "))
    }
}
