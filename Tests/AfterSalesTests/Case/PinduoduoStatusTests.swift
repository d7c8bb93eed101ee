import Policies
import Testing

@testable import AfterSales

@Suite struct PinduoduoStatusTests {
    /// Every documented code: what it says here, and which code a case like that shows.
    private static let table: [(code: Int, kind: CaseKind?, state: CaseState?, shown: Int)] = [
        (0, nil, nil, 0),
        (2, .refundOnly, .reviewing, 2), (3, .returnRefund, .reviewing, 3), (4, .refundOnly, .refunding, 4),
        (5, .refundOnly, .refunding, 4), (6, .refundOnly, .rejected, 6),
        (7, .returnRefund, .awaitingReturn, 7),
        (8, .refundOnly, .disputed, 8), (9, .refundOnly, .refused, 9), (10, .refundOnly, .refunded, 10),
        (11, .refundOnly, .withdrawn, 11), (12, .refundOnly, .expired, 12), (13, .returnRefund, .expired, 13),
        (14, .exchange, .reviewing, 14), (15, .exchange, .awaitingReturn, 15),
        (16, .exchange, .fulfilled, 16),
        (17, .exchange, .refused, 17), (18, .exchange, .fulfilling, 18), (21, .repair, .reviewing, 21),
        (22, .repair, .awaitingReturn, 22), (24, .repair, .expired, 24), (25, .repair, .fulfilled, 25),
        (27, .repair, .fulfilling, 27), (31, .returnRefund, .returning, 7), (32, .resend, .fulfilling, 32),
        (33, .refundOnly, .returning, 7),
    ]

    @Test func `the table has each of the 26 documented codes once`() {
        #expect(Self.table.count == 26)
        #expect(Self.table.map(\.code).sorted() == PinduoduoStatus.Code.allCases.map(\.rawValue).sorted())
    }

    @Test(arguments: Self.table)
    func `a code says kind and state, and they say a code`(
        row: (code: Int, kind: CaseKind?, state: CaseState?, shown: Int)
    ) throws {
        let status = PinduoduoStatus(code: row.code)
        #expect(status == .known(try #require(PinduoduoStatus.Code(rawValue: row.code))))
        #expect(status.meaning?.kind == row.kind)
        #expect(status.meaning?.state == row.state)
        if let kind = row.kind, let state = row.state {
            #expect(PinduoduoStatus.code(kind, state).rawValue == row.shown)
        }
    }

    @Test(arguments: [-1, 1, 19, 20, 23, 26, 28, 30, 34, 999])
    func `a code that is not documented stays what it is`(code: Int) {
        #expect(PinduoduoStatus(code: code) == .other(code))
        #expect(PinduoduoStatus(code: code).meaning == nil)
    }

    @Test(arguments: CaseKind.allCases, CaseState.allCases)
    func `every case shows a code, and a closed one never one that says open`(
        kind: CaseKind, state: CaseState
    ) {
        let code = PinduoduoStatus.code(kind, state)
        #expect(code != .none)
        if let meaning = PinduoduoStatus.known(code).meaning {
            #expect(meaning.state.isClosed == state.isClosed)
        }
    }
}
