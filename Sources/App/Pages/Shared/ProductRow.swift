import Base
import Markup
import Orders

/// One line of goods: a picture or its first letter, name and options, and what stands at the end.
struct ProductRow: Component {
    let name: String
    let options: String
    var image: ProductImage?
    var nameID: String?
    var end: HTML = ""
    var below: HTML = ""

    var body: HTML {
        """
        <li class="product">\(ProductThumb(name: name, image: image))<div>\
        <p class="product-name"\(attribute: "id", nameID)>\(name)</p>\
        <p class="product-options">\(options)</p></div><div class="product-end">\(end)</div>\(below)</li>
        """
    }
}
