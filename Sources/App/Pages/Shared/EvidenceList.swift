import AfterSales
import Markup
import Policies

/// Files that lie with a case, each a link to itself.
struct EvidenceList: Component {
    let items: [Evidence]
    let reader: Reader
    /// The address of a file; nil where the reader is only told that there is one.
    let place: (Evidence) -> String?

    var body: HTML {
        if items.isEmpty { return .empty }
        return "<ul class=\"evidence-list\">\(each: items, item)</ul>"
    }

    private func item(_ evidence: Evidence) -> HTML {
        let name = reader["evidence.name.\(evidence.kind.rawValue)", ["time": reader.day(evidence.at)]]
        guard let place = place(evidence) else {
            return "<li class=\"evidence-item\"><span class=\"evidence-name\">\(name)</span></li>"
        }
        let picture: HTML =
            switch evidence.kind {
            case .photo: "<img\(attribute: "src", place) alt=\"\(name)\" loading=\"lazy\">"
            case .video: "<video\(attribute: "src", place) muted preload=\"metadata\"></video>"
            case .document: ""
            }
        return """
            <li class="evidence-item"><a\(attribute: "href", place)>\(picture)\
            <span class="evidence-name">\(name)</span></a></li>
            """
    }
}
