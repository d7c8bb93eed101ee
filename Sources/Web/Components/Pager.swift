import Localisation
import Markup

/// On to the next page of a list, and back to its first; nothing when everything fits one page.
public struct Pager: Component, Sendable {
    private let first: String?
    private let next: String?
    private let texts: TextTable

    /// - Parameters:
    ///   - first: the list's own address, nil while its first page is shown.
    ///   - next: the address with the next cursor, nil at the end.
    public init(first: String?, next: String?, _ texts: TextTable) {
        self.first = first
        self.next = next
        self.texts = texts
    }

    public var body: HTML {
        if first == nil && next == nil { return .empty }
        return """
            <nav class="pager" aria-label="\(texts["pager.label"])"><span></span><span class="pager-links">\
            \(first.map { ButtonLink(Link(texts["pager.first"], to: $0), .quiet) })\
            \(next.map { ButtonLink(Link(texts["pager.next"], to: $0)) })</span></nav>
            """
    }
}
