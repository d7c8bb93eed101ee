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

    /// What stands where there is no picture: the first letter of the name.
    static func sign(of name: String) -> String {
        name.first { $0.isLetter || $0.isNumber }.map { String($0) } ?? ""
    }

    var body: HTML {
        """
        <li class="product"><span class="thumb" aria-hidden="true">\(Self.sign(of: name))</span><div>\
        <p class="product-name"\(attribute: "id", nameID)>\(name)</p>\
        <p class="product-options">\(options)</p></div><div class="product-end">\(end)</div>\(below)</li>
        """
    }
}
