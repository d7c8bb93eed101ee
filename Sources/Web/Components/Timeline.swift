import Base
import Markup

/// What happened, newest first.
public struct Timeline: Component, Sendable {
    public struct Entry: Sendable {
        let text: String
        let note: String?
        let at: Timestamp
        let time: String
        let who: String?

        /// - Parameter time: the moment in words.
        public init(_ text: String, note: String? = nil, at: Timestamp, time: String, who: String? = nil) {
            self.text = text
            self.note = note
            self.at = at
            self.time = time
            self.who = who
        }
    }

    private let entries: [Entry]

    /// - Parameter entries: newest first; the first is where it stands now.
    public init(_ entries: [Entry]) { self.entries = entries }

    public var body: HTML { "<ol class=\"timeline\">\(each: entries.enumerated(), item)</ol>" }

    private func item(_ place: Int, _ entry: Entry) -> HTML {
        """
        <li\(attribute: "data-now", place == 0)><p>\(entry.text)</p>\
        \(entry.note.map { "<p class=\"timeline-note\">\($0)</p>" as HTML })\
        <p class="timeline-when"><time datetime="\(entry.at.description)">\(entry.time)</time>\
        \(entry.who.map { " <span class=\"timeline-who\">\($0)</span>" as HTML })</p></li>
        """
    }
}
