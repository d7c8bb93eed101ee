import Localisation
import Markup
import Web

/// The whole API on one page, drawn from its document.
struct APIPage: Component {
    let document: APIDocument
    let texts: TextTable

    var body: HTML {
        PageLayout(
            texts["docs.pageTitle"], texts, for: .customer,
            frame: ReferenceFrame(path: "/docs", ways: ways, content: content, texts: texts)
        ).body
    }

    private var ways: HTML {
        """
        <ul class="ways"><li><a href="#about-the-api">\(texts["docs.basics"])</a></li>\
        \(each: document.groups, { group in
            """
            <li><a class="ways-group" href="#\(group.anchor)" lang="en">\(group.name)</a>\
            <ul>\(each: group.operations, { "<li>\(Self.way($0))</li>" })</ul></li>
            """
        })\
        <li><a class="ways-group" href="#objects">\(texts["docs.objects"])</a>\
        <ul>\(each: document.objects, { object in
            "<li><a href=\"#\(APIObject.anchor(object.name))\"><code>\(object.name)</code></a></li>"
        })</ul></li></ul>
        """
    }

    private var content: HTML {
        """
        <section class="reference-part" id="about-the-api"><h1>\(texts["docs.heading"])</h1>\
        <p class="soft">\(texts["docs.lead", ["version": document.version]])</p>\
        <div class="reference-basics">\(Prose(text: document.introduction))</div>\
        <figure class="sample"><figcaption>\(texts["docs.shell"])</figcaption>\
        <pre tabindex="0" aria-label="\(texts["docs.shell"])"><code>export HUITOU=http://127.0.0.1:8080
        export KEY=…</code></pre></figure></section>
        \(each: document.groups, part)\
        <section class="reference-part" id="objects"><h2>\(texts["docs.objects"])</h2>\
        <p>\(texts["docs.objects.lead"])</p>\(each: document.objects, object)</section>
        """
    }

    private func part(_ group: APIGroup) -> HTML {
        """
        <section class="reference-part" id="\(group.anchor)"><h2 lang="en">\(group.name)</h2>\
        \(Prose(text: group.text))\
        <ul class="part-ways">\(each: group.operations, { "<li>\(Self.way($0))</li>" })</ul>\
        \(each: group.operations, { "\(OperationPanel(operation: $0, texts: texts))" })</section>

        """
    }

    private func object(_ object: APIObject) -> HTML {
        """
        <article class="object" id="\(APIObject.anchor(object.name))"><h3><code>\(object.name)</code></h3>\
        \(Prose(text: object.text))\
        \(FieldTable(caption: texts["docs.fields"], fields: object.fields, texts: texts))</article>

        """
    }

    private static func way(_ operation: APIOperation) -> HTML {
        """
        <a href="#\(operation.id)" lang="en">\(MethodMark(method: operation.method))\
        <span>\(operation.summary)</span></a>
        """
    }
}
