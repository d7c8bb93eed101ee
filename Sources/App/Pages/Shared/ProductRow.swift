import Base
import Markup
import Orders

/// One line of goods: a picture or its first character, name and options, and what stands at the end.
struct ProductRow: Component {
    let name: String
    let options: String
    var nameID: String?
    var end: HTML = ""
    var below: HTML = ""

    var body: HTML {
        """
        <li class="product"><span class="thumb" aria-hidden="true">\(String(name.prefix(1)))</span><div>\
        <p class="product-name"\(attribute: "id", nameID)>\(name)</p>\
        <p class="product-options">\(options)</p></div><div class="product-end">\(end)</div>\(below)</li>
        """
    }
}
