import Markup
import Orders

/// A product's picture, or the first letter of its name where it has none. The name stands beside it, so the
/// picture says nothing to a screen reader.
struct ProductThumb: Component {
    enum Size: Sendable { case usual, small }

    let name: String
    let image: ProductImage?
    var size = Size.usual

    var body: HTML {
        """
        <span class="thumb\(if: size == .small, " thumb-small")" aria-hidden="true">\(content)</span>
        """
    }

    private var content: HTML {
        guard let image else { return HTML(escaping: sign) }
        return """
            <img\(attribute: "src", image.address) alt="" loading="lazy" decoding="async" \
            referrerpolicy="no-referrer">
            """
    }

    private var sign: String { name.first { $0.isLetter || $0.isNumber }.map { String($0) } ?? "" }
}
