import Localisation
import Markup
import Web

/// Every problem code with its sentence in the reader's language; problem documents lead here by their `type`.
struct ProblemCodesPage: Component {
    let document: APIDocument
    let texts: TextTable

    var body: HTML {
        PageLayout(
            texts["docs.problems.pageTitle"], texts, for: .customer,
            frame: ReferenceFrame(path: "/docs/problems", ways: ways, content: content, texts: texts)
        ).body
    }

    /// Codes of the API first, then those of pages only.
    private var codes: [String] { document.uses.keys.sorted() }
    private var pageCodes: [String] {
        let prefix = "refusal."
        return texts.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
            .filter { document.uses[$0] == nil && $0 != "unspecified" && !$0.contains(".") }.sorted()
    }

    private var ways: HTML {
        let parts = [(texts["docs.problems.api"], "api"), (texts["docs.problems.pages"], "pages")]
        return "<ul class=\"ways\">\(each: parts, { "<li><a href=\"#\($0.1)\">\($0.0)</a></li>" })</ul>"
    }

    private var content: HTML {
        """
        <section class="reference-part"><h1>\(texts["docs.problems"])</h1>\
        <p>\(texts["docs.problems.lead"])</p></section>
        <section class="reference-part" id="api"><h2>\(texts["docs.problems.api"])</h2>\(table(codes))</section>
        <section class="reference-part" id="pages"><h2>\(texts["docs.problems.pages"])</h2>\
        <p>\(texts["docs.problems.pages.lead"])</p>\(table(pageCodes))</section>
        """
    }

    private func table(_ codes: [String]) -> HTML {
        """
        <table class="problem-codes"><thead><tr><th scope="col">\(texts["docs.column.code"])</th>\
        <th scope="col">\(texts["docs.column.status"])</th>\
        <th scope="col">\(texts["docs.column.says"])</th></tr></thead>\
        <tbody>\(each: codes, row)</tbody></table>
        """
    }

    private func row(_ code: String) -> HTML {
        let use = document.uses[code]
        let statuses = use?.statuses.sorted().map(String.init).joined(separator: ", ")
        return """
            <tr id="\(code)"><th scope="row"><a href="#\(code)"><code>\(code)</code></a></th><td>\(statuses)</td>\
            <td>\(sentence(code))\(operations(use?.operations ?? []))</td></tr>
            """
    }

    /// A code without a sentence of its own is told by the one that readers would see.
    private func sentence(_ code: String) -> HTML {
        let text = texts.sentence("refusal.\(code)") ?? texts["refusal.unspecified", ["code": code]]
        var (result, rest) = (HTML.empty, text[...])
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += HTML(escaping: String(rest[..<open])) + "<code>\(rest[open...close])</code>"
            rest = rest[rest.index(after: close)...]
        }
        return result + HTML(escaping: String(rest))
    }

    /// Where it may occur; what nearly every call may answer is not told call by call.
    private func operations(_ ids: [String]) -> HTML {
        guard (1...Self.fewOperations).contains(ids.count) else { return .empty }
        let links = HTML(
            joining: ids.map { "<a href=\"/docs#\($0)\"><code>\($0)</code></a>" }, separator: " ")
        return "<span class=\"code-places\">\(links)</span>"
    }

    private static let fewOperations = 12
}
