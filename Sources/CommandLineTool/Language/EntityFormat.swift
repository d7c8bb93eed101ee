import ArgumentParser
import Base
import Language

/// How a file marks what its texts name, and by which words.
enum EntityFormat: String, ExpressibleByArgument, CaseIterable {
    case bitext, dialogues

    /// How many fields a line has at least.
    var fields: Int {
        switch self {
        case .bitext: 5
        case .dialogues: 4
        }
    }

    var orderFormats: [CodeFormat] {
        switch self {
        case .bitext: []
        case .dialogues: [CodeFormat("W0000000")]
        }
    }

    /// - Returns: nil where the line's marks cannot be read.
    func marked(_ row: [String]) -> Set<SpanReport.Span>? {
        switch self {
        case .bitext:
            if row[2].isEmpty { return [] }
            guard let start = Int(row[3]), let end = Int(row[4]), start < end else { return nil }
            return [SpanReport.Span(row[2], start..<end)]
        case .dialogues:
            // Why it cannot be read is said by the caller, with the line.
            guard let list = try? JSONParser.parse(Array(row[3].utf8)) else { return nil }
            var marks: Set<SpanReport.Span> = []
            for item in list.items {
                guard let type = item["type"]?.string, let start = item["start"]?.int,
                    let end = item["end"]?.int, start < end
                else { return nil }
                marks.insert(SpanReport.Span(type, Int(start)..<Int(end)))
            }
            return marks
        }
    }

    func found(_ reader: EntityReader, in row: [String]) -> Set<SpanReport.Span> {
        switch self {
        case .bitext: Set(reader.entities(in: row[0]).compactMap { bitext($0, Array(row[0].unicodeScalars)) })
        case .dialogues:
            Set(
                reader.entities(in: row[2]).compactMap { entity in
                    Self.dialogueTypes[entity.kind].map { SpanReport.Span($0, entity.range) }
                })
        }
    }

    private static let dialogueTypes: [EntityKind: String] = [
        .orderNumber: "order_id", .person: "person_name", .postcode: "zip", .email: "email", .amount: "money",
        .userName: "user_id",
        .itemNumber: "item_id",
    ]
    private static let bitextTypes: [EntityKind: String] = [
        .orderNumber: "order_id", .invoiceNumber: "invoice_id", .person: "person_name",
        .place: "delivery_city",
        .country: "delivery_country", .accountTier: "account_type", .amount: "refund_amount",
    ]

    /// The file marks of a sum only its figures, and no sum that is the size of something awaited ("a refund of $20").
    private func bitext(_ entity: Entity, _ text: [Unicode.Scalar]) -> SpanReport.Span? {
        guard let type = Self.bitextTypes[entity.kind] else { return nil }
        guard entity.kind == .amount else { return SpanReport.Span(type, entity.range) }
        let before = text[..<entity.range.lowerBound].reversed().drop { $0 == " " }.prefix(2)
        let word = String(String.UnicodeScalarView(before.reversed()))
        guard word != "of", word != "fo",
            let first = entity.range.first(where: { text[$0].properties.numericType != nil }),
            let last = entity.range.last(where: { text[$0].properties.numericType != nil })
        else { return nil }
        return SpanReport.Span(type, first..<last + 1)
    }
}
