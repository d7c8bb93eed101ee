import App
import Base
import Conversations
import Foundation
import Logging
import Storage
import StorageSQLite

/// Search over everything that was said in one shop: messages of Chinese words, as frequent as words are, then words that
/// are everywhere, seldom and nowhere. Measured where the desk and the API ask, without HTTP.
struct SearchBench {
    let place: Workplace
    let messages: Int

    private static let shop: ShopID = "bench"
    private static let inOneThread = 50
    private static let inOneCommit = 1_000
    private static let queries = 2_000

    func run() async throws {
        var configuration = place.configuration(data: "search")
        configuration.durability = .normal
        let services = try await Services.open(configuration, logger: Logger(label: "bench"))
        var table = FigureTable()
        var language = ChineseWords()
        let filling = try await timed { try await fill(services, &language) }
        table.add(
            "\(thousands(messages)) messages posted", String(format: "%.0f s", filling))
        let indexing = try await timed {
            while try await services.database.write(
                in: Self.shop,
                {
                    try services.conversations.indexMessages(in: Self.shop, $0)
                })
            {}
        }
        let each = indexing / Double(messages) * 1_000_000
        table.add("taken into the index", String(format: "%.0f s, %.0f us a message", indexing, each))
        for (name, words) in [
            ("a word of two characters", { language.word(2) }),
            ("a phrase of two words", { language.word(2) + language.word(2) }),
            ("one character", { String(language.word(2).prefix(1)) }),
            ("part of a number", { language.number() }),
            ("what nobody said", { "龘" + language.word(2) }),
        ] as [(String, () -> String)] {
            try await measure(name, words, services, &table)
        }
        try await services.close()
        print(table.text)
    }

    private func measure(
        _ name: String, _ words: () -> String, _ services: Services, _ table: inout FigureTable
    ) async throws {
        var (spans, hits): ([Double], Int) = ([], 0)
        for _ in 0..<Self.queries {
            let search = MessageSearch(words())
            let start = ContinuousClock.now
            hits += try await services.database.read {
                try services.conversations.search(search, in: Self.shop, $0).hits.count
            }
            spans.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        spans.sort()
        let (median, p99) = (spans[spans.count / 2], spans[spans.count * 99 / 100])
        table.add(
            "search: \(name)",
            String(format: "median %.1f ms, p99 %.1f ms, %d hits a page", median, p99, hits / spans.count),
            .below(50, "ms", p99))
    }

    private func fill(_ services: Services, _ language: inout ChineseWords) async throws {
        for start in stride(from: 0, to: messages, by: Self.inOneCommit) {
            let texts = (0..<min(Self.inOneCommit, messages - start)).map { _ in language.sentence() }
            try await services.database.write(in: Self.shop) { transaction in
                let (desk, by) = (services.conversations, Actor(.key, "bench"))
                for (place, part) in texts.chunked(Self.inOneThread).enumerated() {
                    let thread = try desk.open(
                        with: nil, on: .page, by: by, in: Self.shop, transaction
                    ).conversation.id
                    for (number, text) in part.enumerated() {
                        let key = "\(start) \(place) \(number)"
                        _ = try desk.post(
                            NewMessage(.text(text), key: key), to: thread, by: .shop(by), in: Self.shop,
                            transaction)
                    }
                }
            }
        }
    }

    private func timed(_ body: () async throws -> Void) async rethrows -> Double {
        let start = ContinuousClock.now
        try await body()
        return (ContinuousClock.now - start) / .seconds(1)
    }
}

/// Words of two characters out of twenty thousand, each less frequent than the one before, as words of a language are.
struct ChineseWords {
    private static let count = 20_000
    private var state: UInt64 = 42
    private let words: [String]

    init() {
        var state: UInt64 = 7
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        // Three thousand characters are what people write.
        words = (0..<Self.count).map { _ in
            String(
                String.UnicodeScalarView(
                    (0..<2).compactMap { _ in Unicode.Scalar(0x4E00 + UInt32(next() % 3_000)) }))
        }
    }

    private mutating func next() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(1 << 53)
    }

    /// - Parameter length: in characters, even.
    mutating func word(_ length: Int) -> String {
        (0..<length / 2).map { _ in
            // Zipf: the chance of a word falls with its rank.
            words[min(Self.count - 1, Int(pow(Double(Self.count), next())) - 1)]
        }.joined()
    }

    /// Five digits.
    mutating func number() -> String { String(10_000 + Int(next() * 90_000)) }

    /// Some ten to thirty characters, in every tenth a number.
    mutating func sentence() -> String {
        let words = (0..<(5 + Int(next() * 10))).map { _ in word(2) }.joined()
        return next() < 0.1 ? "\(words) \(Int(next() * 1e12))" : words
    }
}

extension Array {
    fileprivate func chunked(_ size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
