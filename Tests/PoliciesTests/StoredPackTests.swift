import Base
import Foundation
import Policies
import Testing

/// Packs that were published by older programs stay readable for ever: they have decided cases.
@Suite struct StoredPackTests {
    /// As it was shipped before goods under way had a clock of their own and before what is compensated needed a row.
    private let old: String

    init() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        old = try String(
            contentsOf: folder.appending(path: "Stored/seven-day-before-under-way.yaml"), encoding: .utf8)
    }

    @Test func `a stored pack has defaults for what was asked for later`() throws {
        let pack = try PackReader.read(old, in: .cny, version: 3, as: .stored)
        #expect(pack.version == 3)
        #expect(pack.underWay.owner == .customer && pack.underWay.fallback == .confirm)
        #expect(pack.underWay.within == .days(15))
        #expect(pack.repairs.then == .exchange)
        #expect(pack.reason("damagedInTransit")?.kinds.contains(.compensation) == false)
        #expect(pack.reason("lateDelivery")?.kinds.contains(.compensation) == true)
    }

    @Test(arguments: [
        ("returnRefund", RepairRemedy.refund), ("refundOnly", .refund), ("exchange", .exchange),
        ("resend", .exchange), ("compensation", .customerChooses), ("customerChooses", .customerChooses),
    ])
    func `what failed repairs led to once is what they lead to now`(
        word: String, remedy: RepairRemedy
    ) throws {
        let text = old.replacing("then: exchange ", with: "then: \(word) ")
        #expect(try PackReader.read(text, in: .cny, as: .stored).repairs.then == remedy)
    }

    @Test func `the same text is not published again as it is`() throws {
        let refusal = try #require(throws: PackRefusal.self) { try PackReader.read(old, in: .cny) }
        let codes = Set(refusal.faults.map(\.code))
        #expect(codes.isSuperset(of: [.missingDeadline, .compensationWithoutRow]))
    }

    @Test func `a text that nobody can read is still told`() {
        #expect(throws: PackRefusal.self) { try PackReader.read("format: 1\n", in: .cny, as: .stored) }
    }

    @Test func `finer amounts than the currency has were never paid, and are cut`() throws {
        let text = old.replacing("approval: {upTo: \"10.00\"}", with: "approval: {upTo: \"10.50\"}")
        let yen = try #require(Currency("JPY"))
        let pack = try PackReader.read(text, in: yen, as: .stored)
        #expect(pack.kinds[.refundOnly]?.approval == .upTo(10))
    }
}
