import Assistant
import Base
import Conversations
import Language
import Localisation
import Staff
import Storage

/// What the assistant says of its own accord, in one language.
struct AssistantWords {
    let reader: Reader
    let shop: ShopProfile

    init(
        _ line: FirstLine, _ language: Base.Language, _ shop: ShopID, _ transaction: Transaction
    ) throws {
        self.shop = try line.shops.find(shop, in: transaction).profile
        reader = Reader(line.texts(language), of: self.shop, at: transaction.now)
    }

    var notAPerson: String { reader["assistant.notAPerson"] }
    /// That it is no person, and how to reach one.
    var intro: String { reader.sentences([notAPerson, reader["assistant.reachPerson"]]) }
    var greeting: String { reader["assistant.greeting"] }
    var thanks: String { reader["assistant.thanks"] }
    var anew: String { reader["assistant.anew"] }

    /// That people go on, and from when.
    func handover(_ reach: Reachability) -> String {
        switch reach {
        case .open, .busy: reader["assistant.handover"]
        case .nobody: reader["assistant.handover.nobody"]
        case .closed(let until?): reader["assistant.handover.closedUntil", ["moment": reader.moment(until)]]
        case .closed(nil): reader["assistant.handover.closed"]
        }
    }

    /// For whoever goes on: who it is, what they want, what was answered, in which mood they are, why it comes to people.
    func summary(
        of thread: AssistedThread, _ reading: IntentReading?, _ reason: HandoverReason, _ partner: Partner,
        _ dialogue: DialogueState?
    ) -> String {
        let wants = reading.map { reading in
            reading.isOutOfScope
                ? [] : ([reading.main] + reading.further).map { reader["intent.\($0.intent.rawValue)"] }
        }
        let given = thread.answers.compactMap(\.source).map { source in
            reader["assistant.summary.source", ["title": source.title, "version": String(source.version)]]
        }
        let who = partner.customerID.map { $0.text } ?? reader["desk.conversation.visitor"]
        let lines: [(String, String?)] =
            [
                ("why", reader["assistant.reason.\(reason.rawValue)"]), ("who", who),
                (
                    "wants",
                    wants.flatMap { $0.isEmpty ? nil : $0.joined(separator: reader["assistant.summary.and"]) }
                ),
                ("said", thread.wish),
                (
                    "answered",
                    given.isEmpty ? reader["assistant.summary.nothing"] : given.joined(separator: "\n")
                ),
                ("mood", reading.map { reader["mood.\($0.mood.mood.rawValue)"] }),
            ] + (dialogue.map { DialogueWords(reader: reader).summary($0) } ?? []).map { ($0, Optional($1)) }
        let told = lines.compactMap { name, value in
            value.map { reader["assistant.summary.\(name)", ["what": $0]] }
        }
        return ([reader["assistant.summary"]] + told).joined(separator: "\n")
    }
}
