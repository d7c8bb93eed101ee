import Markup
import Testing

@Suite struct HTMLTests {
    @Test(arguments: [
        ("plain 回头", "plain 回头"),
        ("<script>", "&lt;script&gt;"),
        ("a & b", "a &amp; b"),
        ("\"quoted\" 'single'", "&quot;quoted&quot; &#39;single&#39;"),
        ("&amp;", "&amp;amp;"),
        ("", ""),
    ])
    func `a text is escaped in text and in attributes`(text: String, expected: String) {
        let page: HTML = "<p title=\"\(text)\">\(text)</p>"
        #expect(page.text == "<p title=\"\(expected)\">\(expected)</p>")
    }

    @Test func `nested markup stands as it is`() {
        let part: HTML = "<b>\(1)</b>"
        let none: HTML? = nil
        let page: HTML = "<p>\(part)\([part, part])\(none)\(raw: "<i>")</p>"
        #expect(page.text == "<p><b>1</b><b>1</b><b>1</b><i></p>")
    }

    @Test func `what is not there leaves nothing`() {
        let text: String? = nil
        let number: Int? = nil
        let page: HTML = "<p\(attribute: "id", text)\(attribute: "tabindex", number)>\(text)\(number)</p>"
        #expect(page.text == "<p></p>")
    }

    @Test func `attributes appear with their value or by name`() {
        let page: HTML =
            """
            <input\(attribute: "value", "a\"b")\(attribute: "maxlength", 5)\
            \(attribute: "required", true)\(attribute: "disabled", false)>
            """
        #expect(page.text == "<input value=\"a&quot;b\" maxlength=\"5\" required>")
    }

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
        "\u{1}javascript:alert(1)", "data:text/html,x", "vbscript:x",
    ])
    func `an address that could run a script is dropped`(address: String) {
        let page: HTML = "<a\(attribute: "href", address)>x</a><a href=\"\(address)\">y</a>"
        #expect(page.text == "<a>x</a><a href=\"\">y</a>")
    }

    @Test(arguments: [
        "/orders/1", "orders?q=a:b", "#main", "https://example.com/a:b", "mailto:a@example.com",
        "tel:13800000000",
        "./a:b", "",
    ])
    func `an ordinary address stays`(address: String) {
        let page: HTML = "<a\(attribute: "href", address)>x</a><a href=\"\(address)\">y</a>"
        #expect(page.text == "<a href=\"\(address)\">x</a><a href=\"\(address)\">y</a>")
    }

    @Test func `other attributes may say anything`() {
        let page: HTML = "<p title=\"\("javascript: a language")\"></p>"
        #expect(page.text == "<p title=\"javascript: a language\"></p>")
    }

    @Test func `conditions and lists`() {
        let names = ["梅", "<林>"]
        let page: HTML = "<ul>\(each: names, { "<li>\($0)</li>" })\(if: names.isEmpty, "<li>-</li>")</ul>"
        #expect(page.text == "<ul><li>梅</li><li>&lt;林&gt;</li></ul>")
        let mapped: HTML = "<ul>\(names.map { "<li>\($0)</li>" })</ul>"
        #expect(mapped == page)
    }

    @Test func `a literal chosen by a condition is a text and escaped`() {
        let page: HTML = "<p>\(Bool(true) ? "<a>" : "b")</p>"
        #expect(page.text == "<p>&lt;a&gt;</p>")
    }

    @Test func `parts are joined`() {
        #expect(HTML(joining: ["<a>", HTML(escaping: "<"), "b"], separator: ", ").text == "<a>, &lt;, b")
        #expect(HTML(joining: []).isEmpty)
        #expect(Array("回".utf8) == HTML(escaping: "回").bytes)
    }
}
