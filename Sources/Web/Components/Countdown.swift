import Base
import Localisation
import Markup

/// How long is left, as a ring with words. Drawn whole here; `<count-down>` keeps it true while the page
/// stands open.
public struct Countdown: Component, Sendable {
    /// The three moments of a deadline.
    public struct Clock: Sendable {
        let from: Timestamp
        let due: Timestamp
        let warn: Timestamp

        public init(from: Timestamp, due: Timestamp, warn: Timestamp) {
            self.from = from
            self.due = due
            self.warn = warn
        }
    }

    private enum Look: Sendable {
        case ring(sentence: String, over: String, until: String)
        case inline
    }

    private let clock: Clock
    private let now: Timestamp
    private let formatting: Formatting
    private let look: Look

    /// A ring beside a sentence.
    /// - Parameters:
    ///   - sentence: with `{left}` where the time left stands.
    ///   - over: what it says once the time has come.
    ///   - until: the due time in words, true also without a script.
    public init(
        _ clock: Clock, now: Timestamp, _ formatting: Formatting, sentence: String, over: String,
        until: String
    ) {
        (self.clock, self.now, self.formatting) = (clock, now, formatting)
        look = .ring(sentence: sentence, over: over, until: until)
    }

    /// A small ring and the time left, for rows of a list.
    public init(inline clock: Clock, now: Timestamp, _ formatting: Formatting) {
        (self.clock, self.now, self.formatting) = (clock, now, formatting)
        look = .inline
    }

    public var body: HTML {
        switch look {
        case .ring(let sentence, let over, let until):
            """
            <count-down role="timer"\(attributes)\(attribute: "over", over)>\(ring)\
            <p class="countdown-words"><span data-words>\
            \(isOver ? HTML(escaping: over) : words(sentence))</span>\
            <time datetime="\(clock.due.description)">\(until)</time></p></count-down>
            """
        case .inline:
            """
            <count-down class="countdown-inline"\(attributes)>\(ring)\
            <span class="countdown-words"><span class="countdown-left" data-left>\(left)</span></span>\
            </count-down>
            """
        }
    }

    private var isOver: Bool { now >= clock.due }

    private var left: String { formatting.span(clock.due - now) }

    private func words(_ sentence: String) -> HTML {
        guard let place = sentence.firstRange(of: "{left}") else { return HTML(escaping: sentence) }
        return """
            \(sentence[..<place.lowerBound])<b class="countdown-left" data-left>\(left)</b>\
            \(sentence[place.upperBound...])
            """
    }

    private var attributes: HTML {
        """
         from="\(clock.from.description)" due="\(clock.due.description)" warn="\(clock.warn.description)" \
        now="\(now.description)" lang="\(formatting.language.rawValue)" data-state="\(state)"
        """
    }

    private var state: String { isOver ? "over" : now >= clock.warn ? "warn" : "calm" }

    private var ring: HTML {
        """
        <svg class="countdown-ring" viewBox="0 0 64 64" aria-hidden="true">\
        <circle class="countdown-track" cx="32" cy="32" r="28"/>\
        <circle class="countdown-arc" data-arc cx="32" cy="32" r="28" pathLength="100" \
        stroke-dasharray="\(share) \(100 - share)"/></svg>
        """
    }

    /// Hundredths of the time that are left; at least 2 while any is, so that the arc can be seen.
    private var share: Int64 {
        let (whole, left) = ((clock.due - clock.from).milliseconds, (clock.due - now).milliseconds)
        guard left > 0 else { return 0 }
        return whole > 0 ? min(100, max(2, left * 100 / whole)) : 2
    }
}
