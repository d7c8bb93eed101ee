import Base
import Knowledge
import Localisation
import Markup
import Web

/// Takes a file of articles; what is wrong with one stands line by line.
struct ArticleImportPage: Component {
    var problem: Problem?
    var faults: ArticleFaults?
    let call: DeskCall

    private var texts: TextTable { call.texts }

    private static let example = """
        ## 多久发货？
        id: shipping-time
        also: 什么时候发货

        付款后 48 小时内发出。

        ## When will you ship?
        id: shipping-time

        Within 48 hours after payment.
        """

    var body: HTML {
        """
        <div class="page"><header class="page-head"><div>\
        <p class="small"><a href="\(call.path)/knowledge">\(texts["desk.knowledge.title"])</a></p>\
        <h1>\(texts["desk.knowledge.import"])</h1><p>\(texts["desk.knowledge.importText"])</p></div></header>\
        \(problem.map { Notice(refusal: $0) })\(faults.map(list))\(form)\
        <section class="card"><h2>\(texts["desk.knowledge.importExample"])</h2>\
        <pre class="source small"><code>\(Self.example)</code></pre>\
        <p class="small soft">\(texts["desk.knowledge.importKeys"])</p></section></div>
        """
    }

    private var form: HTML {
        let form = DeskForm("import", to: "\(call.path)/knowledge/imports", call)
        return """
            <section class="card">\(form.html(
                Button(texts["desk.knowledge.importGo"], .primary),
                """
                <div class="field"><label for="import-file">\(texts["desk.knowledge.file"])</label>\
                <input class="input" id="import-file" type="file" name="import.file" \
                accept=".md,.markdown,.csv,text/markdown,text/csv" required></div>\
                <label class="choice"><input type="checkbox" name="import.publish" value="yes">\
                <span>\(texts["desk.knowledge.importPublish"])</span></label>
                """).withFiles())</section>
            """
    }

    private func list(_ faults: ArticleFaults) -> HTML {
        """
        <section class="card" role="alert"><ol class="rules">\(each: faults.faults, fault)</ol></section>
        """
    }

    private func fault(_ fault: ArticleFaults.Fault) -> HTML {
        """
        <li class="rule"><p><strong>\(texts["desk.policy.line", ["line": String(fault.line)]])</strong> \
        \(Problem(fault.refusal, texts).detail)</p></li>
        """
    }
}
