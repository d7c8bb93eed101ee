import Base
import Orders
import TestSupport
import Testing

/// What a shop's own system sends is taken or refused line by line, whatever stands in it, and the books agree after it.
struct HostileImportTests {
    @Test(arguments: [ImportKind.customers, .products, .orders])
    func `a spoilt line is refused with its code and place, or still a record`(kind: ImportKind) async throws
    {
        let world = try await TestWorld()
        try await world.stock()
        var hostile = HostileBytes(
            samples: [
                JSONValue.mei(giftCard: 50_00).text, [JSONValue].teahouseProducts[0].text,
                OrderSpecification().line(at: world.now),
            ],
            pieces: [
                "{", "}", "[", "]", "\"id\"", "\"lines\"", "\"payments\"", "\"amount\":",
                "\"currency\":\"CNY\"", "null",
                "true", "\\u0000", "\\uD800", "1e3", "0.1",
            ])
        for _ in 0..<20 {
            let lines = (1...10).map { number in
                // Lines were told apart by their ends before.
                ImportLine(number: number, bytes: hostile.next().filter { $0 != UInt8(ascii: "\n") })
            }
            let report = try await world.imports.take(
                try await world.imports.read(lines, of: kind, in: world.profile), in: world.profile)
            #expect(report.badLines.allSatisfy { !$0.refusal.code.isEmpty }, "seed \(hostile.seed)")
            #expect(report.saved + report.refused <= report.lines, "seed \(hostile.seed)")
        }
        #expect(try await world.faults() == [], "seed \(hostile.seed)")
    }
}
