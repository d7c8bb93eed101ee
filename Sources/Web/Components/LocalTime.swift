import Base
import Markup

/// A moment that a script retells in the reader's own zone. Not for deadlines: those stay in the shop's.
public struct LocalTime: Component, Sendable {
    private let moment: Timestamp
    private let text: String

    /// - Parameter text: the moment in the shop's zone, for readers without scripts.
    public init(_ moment: Timestamp, _ text: String) {
        self.moment = moment
        self.text = text
    }

    public var body: HTML {
        "<local-time><time datetime=\"\(moment.description)\">\(text)</time></local-time>"
    }
}
