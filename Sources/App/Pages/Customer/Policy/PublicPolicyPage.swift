import Base
import Markup
import Policies

/// A pack as customers read it: every figure stands in a sentence.
struct PublicPolicyPage: Component {
    let pack: PolicyPack
    let reader: Reader

    var body: HTML {
        let head = reader["publicPolicy.promise", ["within": reader.span(pack.promise.within)]]
        let version = reader[
            "publicPolicy.version", ["title": pack.title[reader.language], "version": "\(pack.version)"]]
        return """
            <header class="column-head"><h1>\(reader["publicPolicy.title"])</h1><p>\(head)</p></header>
            <article class="card document"><p class="document-meta">\(version)</p>
            \(each: sections.enumerated(), { section($0, $1) })</article>
            """
    }

    private func section(_ place: Int, _ section: PolicySection) -> HTML {
        """
        <section><h2 id="\(section.id)">\(place + 1). \(section.title)</h2>\(section.content)</section>

        """
    }

    private var sections: [PolicySection] {
        let kinds = CaseKind.allCases.compactMap { kind in
            pack.kinds[kind].map {
                PublicKindTerms(kind: kind, terms: $0, pack: pack, reader: reader).section
            }
        }
        let (money, time) = (
            PublicMoneyTerms(pack: pack, reader: reader), PublicClockTerms(pack: pack, reader: reader)
        )
        return [PublicChangeTerms(pack: pack, reader: reader).section] + kinds
            + [
                PublicReasonTerms(pack: pack, reader: reader).section, time.section, money.section,
                money.compensations, time.dispute, packing,
            ].compactMap { $0 }
    }

    private var packing: PolicySection {
        PolicySection(
            id: "packing", title: reader["publicPolicy.packing"],
            content: "<p>\(pack.packing[reader.language])</p>")
    }
}

/// One numbered part of the policy page.
struct PolicySection {
    let id: String
    let title: String
    let content: HTML

    static func list(_ sentences: [String]) -> HTML {
        sentences.isEmpty ? "" : "<ul>\(each: sentences, { "<li>\($0)</li>" })</ul>"
    }
}
