import Base
import Language

/// A message as the assistant reads it: what is wanted and how surely, what is named, in which mood it is written.
struct Understanding: Sendable {
    /// Something that the customer has bought.
    struct Good: Sendable {
        let id: String
        let title: String
    }

    let language: WrittenLanguage
    let entities: [Entity]
    let reading: IntentReading?
    private let state: IntentModel.State
    private let goods: [Good]

    /// - Parameter language: what it is written in, where whoever asks knows.
    init(
        of text: String, in language: Base.Language? = nil, _ context: EntityContext, _ goods: [Good],
        _ model: IntentModel
    ) {
        self.language =
            language.flatMap { WrittenLanguage(rawValue: $0.rawValue) } ?? WrittenLanguage(of: text)
        entities = EntityReader(context).entities(in: text)
        (reading, state, self.goods) = (model.reader?.read(text), model.state, goods)
    }

    var json: JSONValue {
        .object([
            "state": .string(state.rawValue), "language": .string(language.rawValue),
            "intents": .array(reading.map { ([$0.main] + $0.further).map(Self.wanted) } ?? []),
            "isOutOfScope": reading.map { .bool($0.isOutOfScope) },
            "mood": reading.map { Self.felt($0.mood) }, "entities": .array(entities.map(named)),
        ])
    }

    private static func wanted(_ want: IntentReading.Want) -> JSONValue {
        [
            "intent": .string(want.intent.rawValue),
            "percent": JSONValue(Int((want.confidence * 100).rounded())),
        ]
    }

    private static func felt(_ mood: MoodReading) -> JSONValue {
        [
            "mood": .string(mood.mood.rawValue), "threats": JSONValue(mood.threats.map(\.rawValue).sorted()),
            "isComplaint": .bool(mood.isComplaint),
        ]
    }

    private func named(_ entity: Entity) -> JSONValue {
        .object([
            "kind": .string(entity.kind.rawValue), "start": JSONValue(entity.range.lowerBound),
            "end": JSONValue(entity.range.upperBound), "text": .string(entity.text), "value": value(entity),
        ])
    }

    private func value(_ entity: Entity) -> JSONValue? {
        switch entity.value {
        case .text: nil
        case .amount(let hundredths, let currency):
            .object(["hundredths": JSONValue(hundredths), "currency": currency.map { .string($0) }])
        case .days(let from, let through):
            ["from": .string(from.description), "through": .string(through.description)]
        case .duration(let span): ["milliseconds": JSONValue(span.milliseconds)]
        case .count(let count): ["count": JSONValue(count)]
        case .millimetres(let length): ["millimetres": JSONValue(length)]
        case .grams(let weight): ["grams": JSONValue(weight)]
        case .choice(let name): ["choice": .string(name)]
        case .product(let place):
            goods.indices.contains(place) ? ["productId": .string(goods[place].id)] : nil
        }
    }
}
