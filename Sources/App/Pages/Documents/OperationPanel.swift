import Localisation
import Markup

/// One operation: what it does and takes on one side, how a call and its answer look on the other.
struct OperationPanel: Component {
    let operation: APIOperation
    let texts: TextTable

    var body: HTML {
        """
        <article class="operation" id="\(operation.id)"><header class="operation-head">\
        <h3 lang="en"><a href="#\(operation.id)">\(operation.summary)</a></h3>\
        <p class="operation-call">\(MethodMark(method: operation.method)) <code>\(path)</code></p></header>\
        <div class="operation-words">\(Prose(text: operation.text))\(right)\
        \(FieldTable(caption: texts["docs.parameters"], fields: operation.parameters, texts: texts))\
        \(each: operation.bodies, form)\(problems)</div>\
        <div class="operation-samples">\(sample(texts["docs.request"], operation.command))\
        \(each: operation.answers, answer)</div></article>

        """
    }

    /// With a place to break a line before each step.
    private var path: HTML {
        HTML(joining: operation.path.split(separator: "/").map { "<wbr>/\($0)" })
    }

    private var right: HTML {
        if operation.roles.isEmpty { return "<p class=\"operation-right\">\(texts["docs.right.none"])</p>" }
        let roles = HTML(joining: operation.roles.map { "<code>\($0)</code>" }, separator: " ")
        let permission = operation.permission.map { name -> HTML in
            "\(texts["docs.right.permission"]) <code>\(name)</code> · "
        }
        let consent = operation.consent.map { name -> HTML in
            " · \(texts["docs.right.consent.\(name)"]) <code>customerConsent</code>"
        }
        return "<p class=\"operation-right\">\(permission)\(texts["docs.right.roles"]) \(roles)\(consent)</p>"
    }

    private func form(_ body: APIBody) -> HTML {
        let title = body.title.map { texts["docs.body.kind", ["kind": $0]] } ?? texts["docs.body"]
        let lines = HTML(joining: body.lines.map { TypeName(shape: .object(named: $0)).body }, separator: " ")
        return """
            <section class="operation-form"><h4>\(title) <code>\(body.mediaType)</code></h4>\
            <p lang="en">\(Prose.inline(body.text))</p>\
            \(if: !body.lines.isEmpty, "<p>\(texts["docs.body.lines"]) \(lines)</p>")\
            \(FieldTable(caption: texts["docs.fields"], fields: body.fields, texts: texts))</section>
            """
    }

    private func sample(_ title: String, _ text: String) -> HTML {
        """
        <copy-text class="sample-copy" done="\(texts["counter.copied"])"><figure class="sample">\
        <figcaption>\(title) \
        <button type="button" class="button button-small" hidden>\(texts["action.copy"])</button></figcaption>\
        <pre tabindex="0" aria-label="\(title)"><code>\(text)</code></pre></figure></copy-text>
        """
    }

    private func answer(_ answer: APIAnswer) -> HTML {
        let title = texts["docs.answer", ["status": answer.status]]
        let object = answer.object.map { name -> HTML in
            let link = TypeName(shape: .object(named: name))
            return
                "<span class=\"answer-object\">\(if: answer.isPage, "\(texts["docs.answer.page"]) ")\(link)</span>"
        }
        return """
            <figure class="sample"><figcaption>\(title) <span lang="en">\(Prose.inline(answer.text))</span> \
            \(object)</figcaption>\(each: answer.examples, { example in
                """
                \(example.title.map { title -> HTML in "<p class=\"sample-title\" lang=\"en\">\(title)</p>" })\
                <pre tabindex="0" aria-label="\(title)"><code>\(example.text)</code></pre>
                """
            })</figure>
            """
    }

    private var problems: HTML {
        if operation.problems.isEmpty { return .empty }
        return """
            <table class="codes"><caption>\(texts["docs.problems.of"])</caption><tbody>\
            \(each: operation.problems, { problem in
                let codes = HTML(joining: problem.codes.map(Self.link), separator: " ")
                return "<tr><th scope=\"row\">\(problem.status.map(String.init) ?? "5xx")</th><td>\(codes)</td></tr>"
            })</tbody></table>
            """
    }

    private static func link(_ code: String) -> HTML {
        "<a href=\"/docs/problems#\(code)\"><code>\(code)</code></a>"
    }
}

/// GET, POST and the like, told apart by more than their colour.
struct MethodMark: Component {
    let method: String

    var body: HTML { "<span class=\"method\" data-method=\"\(method)\">\(method)</span>" }
}
