import Language
import Testing

struct ReportTests {
    private static func said(_ labels: String..., outOfScope: Bool = false) -> Prediction {
        Prediction(ranked: labels.map { ($0, 0) }, confidence: 0.5, isOutOfScope: outOfScope)
    }

    @Test func `a classification is counted by label, and turning away costs right answers`() {
        let report = ClassificationReport(
            answers: [
                (Self.said("a", "b"), label: "a"), (Self.said("a", "b"), label: "b"),
                (Self.said("b", outOfScope: true), label: "b"),
                (Self.said("b", outOfScope: true), label: "a"),
            ], outside: [Self.said("a", outOfScope: true), Self.said("b")])
        #expect(abs(report.accuracy - 0.5) < 1e-9)
        #expect(abs(report.inScopeAccuracy - 0.25) < 1e-9)
        #expect(abs(report.topFive - 0.75) < 1e-9)
        #expect(abs(report.macroF1 - 0.5) < 1e-9)
        #expect(report.outOfScopeRecall == 0.5)
        #expect(abs((report.outOfScopePrecision ?? 0) - 1 / 3) < 1e-9)
    }

    @Test func `a ranking is counted by where what was wanted stands`() {
        var report = RankingReport()
        report.add([1, 2, 3], wanted: [1])
        report.add([1, 2, 3], wanted: [2, 3])
        report.add([1, 2, 3, 4, 5, 6], wanted: [6])
        report.add([], wanted: [1])
        #expect(abs(report.recallAt1 - 0.25) < 1e-9)
        #expect(abs(report.recallAt5 - 0.5) < 1e-9)
        #expect(abs(report.meanReciprocalRank - (1 + 0.5 + 1.0 / 6) / 4) < 1e-9)
        #expect(abs(report.meanAveragePrecision - (1 + (1.0 / 2 + 2.0 / 3) / 2 + 1.0 / 6) / 4) < 1e-9)
    }

    @Test func `a span counts where type, beginning and end agree`() {
        var report = SpanReport()
        report.add(
            found: [.init("a", 0..<2), .init("a", 3..<5)],
            marked: [.init("a", 0..<2), .init("a", 3..<6), .init("b", 7..<8)])
        report.add(found: [], marked: [])
        #expect(abs(report.microF1 - 0.4) < 1e-9)
        #expect(report.byType.map(\.type) == ["a", "b"])
        #expect(report.byType.map(\.f1) == [0.5, 0])
    }
}
