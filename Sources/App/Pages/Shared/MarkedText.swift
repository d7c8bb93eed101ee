import Language
import Markup

/// A text whose parts that were searched for are marked.
struct MarkedText: Component {
    let parts: [Highlight.Part]

    var body: HTML {
        HTML(joining: parts.map { $0.isHit ? "<mark>\($0.text)</mark>" : "\($0.text)" })
    }
}
