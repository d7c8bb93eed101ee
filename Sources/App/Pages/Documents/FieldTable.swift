import Localisation
import Markup

/// Fields or parameters as a table: name, type, whether it must be there, meaning.
struct FieldTable: Component {
    let caption: String
    let fields: [APIField]
    let texts: TextTable

    var body: HTML {
        if fields.isEmpty { return .empty }
        return """
            <table class="fields"><caption>\(caption)</caption><thead><tr>\
            <th scope="col">\(texts["docs.column.name"])</th><th scope="col">\(texts["docs.column.type"])</th>\
            <th scope="col">\(texts["docs.column.meaning"])</th></tr></thead><tbody>\(each: fields, row)</tbody></table>
            """
    }

    private func row(_ field: APIField) -> HTML {
        """
        <tr><th scope="row"><code>\(name(field))</code>\(need(field))\(place(field))</th>\
        <td>\(TypeName(shape: field.type.shape))</td>\
        <td><span lang="en">\(Prose.inline(field.text))</span>\(bounds(field.type))</td></tr>
        """
    }

    /// With places to break a line between the objects.
    private func name(_ field: APIField) -> HTML {
        HTML(joining: field.name.split(separator: ".").map { "\($0)" }, separator: ".<wbr>")
    }

    private func need(_ field: APIField) -> HTML {
        field.isRequired ? " <span class=\"field-need\">\(texts["docs.required"])</span>" : .empty
    }

    private func place(_ field: APIField) -> HTML {
        field.place.map { " <span class=\"field-place\">\(texts["docs.place.\($0)"])</span>" } ?? .empty
    }

    private func bounds(_ type: APIType) -> HTML {
        var notes: [HTML] = []
        if !type.choices.isEmpty {
            let choices = HTML(joining: type.choices.map { "<code>\($0)</code>" }, separator: " ")
            notes.append("\(texts["docs.choices"]) \(choices)")
        }
        if let count = type.count {
            notes.append("\(texts["docs.count", ["least": count.least, "most": count.most]])")
        }
        switch (type.least, type.most) {
        case (let least?, let most?): notes.append("\(texts["docs.between", ["least": least, "most": most]])")
        case (let least?, nil): notes.append("\(texts["docs.least", ["least": least]])")
        case (nil, let most?): notes.append("\(texts["docs.most", ["most": most]])")
        case (nil, nil): break
        }
        if let longest = type.longest { notes.append("\(texts["docs.longest", ["most": String(longest)]])") }
        if let usual = type.usual { notes.append("\(texts["docs.usual"]) <code>\(usual)</code>") }
        return "\(each: notes, { "<span class=\"field-bound\">\($0)</span>" })"
    }
}

/// What a field holds; named objects lead to their own table.
struct TypeName: Component {
    let shape: APIType.Shape

    var body: HTML {
        switch shape {
        case .simple(let name): "<code>\(name)</code>"
        case .object(let name): "<a href=\"#\(APIObject.anchor(name))\"><code>\(name)</code></a>"
        case .list(let item): "\(TypeName(shape: item))<code>[]</code>"
        case .either(let shapes):
            HTML(joining: shapes.map { TypeName(shape: $0).body }, separator: " <code>|</code> ")
        }
    }
}
