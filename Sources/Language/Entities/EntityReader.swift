/// Finds everything in a message that a shop can use: codes, sums, days, sizes, people, addresses, products.
///
/// Rules, not statistics: each finder knows one family and can be read. Where spans overlap, the kind that stands first in
/// `EntityKind` stays, then the longer one; a user name inside an e-mail address is kept beside it.
public struct EntityReader: Sendable {
    private let context: EntityContext

    public init(_ context: EntityContext) { self.context = context }

    /// Longer messages are read up to here, in scalars.
    public static let scalarsAtMost = 4_000

    /// What is named in a text, in the order in which it stands there.
    public func entities(in text: String) -> [Entity] {
        let reading = Reading(String(text.unicodeScalars.prefix(Self.scalarsAtMost)))
        let places = PlaceFinder()
        let found =
            CodeFinder(orderFormats: context.orderFormats).find(reading) + AmountFinder().find(reading)
            + DateFinder(today: context.today).find(reading) + MeasureFinder().find(reading)
            + AddressFinder().find(reading) + PersonFinder(places: places).find(reading)
            + places.find(reading)
            + TierFinder().find(reading) + ChoiceFinder(options: context.options).find(reading)
            + ProductFinder(titles: context.products).find(reading)
        return Self.settled(found)
    }

    private static func settled(_ found: [Entity]) -> [Entity] {
        var kept: [Entity] = []
        for entity in found.sorted(by: precedes) {
            let isApart = kept.allSatisfy { !$0.range.overlaps(entity.range) || isNested(entity, $0) }
            if isApart { kept.append(entity) }
        }
        return kept.sorted {
            ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
        }
    }

    private static func isNested(_ inner: Entity, _ outer: Entity) -> Bool {
        inner.kind == .userName && outer.kind == .email
    }

    private static func precedes(_ one: Entity, _ other: Entity) -> Bool {
        (order[one.kind] ?? 0, -one.range.count, one.range.lowerBound) < (
            order[other.kind] ?? 0, -other.range.count, other.range.lowerBound
        )
    }

    private static let order = Dictionary(
        uniqueKeysWithValues: EntityKind.allCases.enumerated().map { ($1, $0) })
}
