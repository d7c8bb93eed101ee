import Base
import Conversations
import Localisation
import Markup
import Web

/// Until when a conversation is put aside, as people say it.
enum SnoozeChoice: String, CaseIterable, Sendable {
    case halfHour, twoHours, tomorrow, threeDays, week

    /// When work begins on a later day.
    private static let morning = Span.hours(9)

    func moment(after now: Timestamp, _ day: LocalDay) -> Timestamp {
        switch self {
        case .halfHour: now + .minutes(30)
        case .twoHours: now + .hours(2)
        case .tomorrow: Self.morning(after: 1, now, day)
        case .threeDays: Self.morning(after: 3, now, day)
        case .week: Self.morning(after: 7, now, day)
        }
    }

    private static func morning(after days: Int, _ now: Timestamp, _ day: LocalDay) -> Timestamp {
        (0..<days).reduce(now) { moment, _ in day.startOfNextDay(after: moment) } + morning
    }
}

/// Putting a conversation aside, or bringing back one that is.
struct SnoozeForm: Component {
    let conversation: Conversation
    let refused: RefusedForm?
    let now: Timestamp
    let call: DeskCall

    private var texts: TextTable { call.texts }
    private var place: String { call.place("conversations", conversation.id) + "/snooze" }

    var body: HTML {
        let form = DeskForm("snooze", to: place, call, refused: refused)
        if let until = conversation.snoozedUntil {
            let says = texts[
                "desk.conversation.asideUntil", ["moment": call.formatting.moment(until, now: now)]]
            return """
                <p class="small soft">\(says)</p>\
                \(form.pressed(Button(texts["desk.conversation.bringBack"], key: "Z")))
                """
        }
        let choices = SnoozeChoice.allCases.map { choice in
            let moment = choice.moment(after: now, call.shop.day)
            return Choices.Choice(
                choice.rawValue, texts["desk.conversation.snooze.\(choice.rawValue)"],
                note: call.formatting.moment(moment, now: now))
        }
        let content: HTML = """
            \(form.choices("until", texts["desk.conversation.snooze.until"], choices))\
            \(form.field("remark", texts["desk.conversation.snooze.remark"], .area(rows: 2), limit: Limits.noteCharacters))
            """
        return form.html(Button(texts["desk.conversation.do.snooze"]), content).body
    }
}
