import Base
import Language

/// Finds conversations that went badly by what stands in them: what marketplaces count as negative service.
public struct QualityRule: Sendable {
    /// Answers that take longer on average are slow (Douyin, rule 113278).
    public let slowAfter: Span
    /// A customer who was asked to wait and heard nothing for so long was left in silence.
    public let silentAfter: Span
    /// As many stars or fewer are a low mark, as marketplaces count them.
    public let lowMark: Int
    /// So many of a hundred conversations are read by lot.
    public let samplePercent: Int

    public static let usual = QualityRule(
        slowAfter: .seconds(90), silentAfter: .minutes(10), lowMark: 3, samplePercent: 3)

    public init(slowAfter: Span, silentAfter: Span, lowMark: Int, samplePercent: Int) {
        (self.slowAfter, self.silentAfter) = (slowAfter, silentAfter)
        (self.lowMark, self.samplePercent) = (lowMark, samplePercent)
    }

    /// What the rule sees of a conversation that has ended.
    public struct Facts: Sendable {
        public struct Line: Sendable {
            public let isCustomers: Bool
            /// Of a person, where it is the shop's.
            public let isPersons: Bool
            public let text: String
            public let at: Timestamp

            public init(isCustomers: Bool, isPersons: Bool, text: String, at: Timestamp) {
                (self.isCustomers, self.isPersons, self.text, self.at) = (isCustomers, isPersons, text, at)
            }
        }

        /// In their order; system notes left out.
        public let lines: [Line]
        /// How long each answer took; nil: none came.
        public let waits: [Span?]
        public let endedAt: Timestamp
        /// Whether a case of the customer's was opened since it began, or one stands in the thread.
        public let hasCase: Bool
        public let stars: Int?
        /// 0 to 99, the same whenever it is asked.
        public let lot: Int

        public init(
            lines: [Line], waits: [Span?], endedAt: Timestamp, hasCase: Bool, stars: Int?, lot: Int
        ) {
            (self.lines, self.waits, self.endedAt) = (lines, waits, endedAt)
            (self.hasCase, self.stars, self.lot) = (hasCase, stars, lot)
        }
    }

    public func reasons(_ facts: Facts) -> [QualityReason] {
        let answers = facts.lines.indices.filter { facts.lines[$0].isPersons }
        let found: [(QualityReason, Bool)] = [
            (.unanswered, facts.waits.contains { $0 == nil }), (.slow, isSlow(facts.waits)),
            (.silence, answers.contains { isLeftWaiting(after: $0, facts) }),
            (.blame, answers.contains { Self.blame.stands(in: facts.lines[$0].text) }),
            (.promise, !facts.hasCase && answers.contains { Self.promise.stands(in: facts.lines[$0].text) }),
            (.lowMark, facts.stars.map { $0 <= lowMark } ?? false), (.sample, facts.lot < samplePercent),
        ]
        return found.filter(\.1).map(\.0)
    }

    // MARK: The sentences

    private func isSlow(_ waits: [Span?]) -> Bool {
        let taken = waits.compactMap { $0?.milliseconds }
        guard !taken.isEmpty else { return false }
        return taken.reduce(0, +) / Int64(taken.count) > slowAfter.milliseconds
    }

    /// The shop asked for patience and said nothing more for long, or ever.
    private func isLeftWaiting(after place: Int, _ facts: Facts) -> Bool {
        guard Self.patience.stands(in: facts.lines[place].text) else { return false }
        let next = facts.lines[(place + 1)...].first { !$0.isCustomers && $0.isPersons }
        return (next?.at ?? facts.endedAt) - facts.lines[place].at >= silentAfter
    }

    private static let patience = QualityWords([
        "稍等", "等一下", "等下", "稍后", "等我", "我查一下", "帮您看看", "one moment", "please wait", "hold on", "let me check",
    ])
    private static let blame = QualityWords([
        "你自己", "您自己的问题", "自己不看", "自己没看", "谁让你", "谁叫你", "不会看吗", "看不懂吗", "没看说明", "无理取闹", "爱买不买", "爱要不要", "随便你",
        "随你便", "你去投诉", "投诉去吧", "去告吧", "不归我管", "不关我", "关我什么事", "没完没了", "别再问", "改天再来", "明天再来问", "说了多少遍",
        "你什么态度", "your own fault", "your fault", "can't you read", "not my problem", "stop asking",
        "go ahead and complain",
    ])
    private static let promise = QualityWords([
        "给您退款", "给你退款", "帮您退款", "给您退", "给您补发", "给您补寄", "补发给您", "补寄给您", "给您重发", "给您换", "给您赔", "赔您", "补偿您",
        "补您",
        "we will refund", "we'll refund", "i will refund", "i'll refund", "send you a new",
        "send a replacement",
    ])
}

/// Words, any of which stands in a text or does not.
private struct QualityWords: Sendable {
    private let words: [[UInt32]]

    init(_ words: [String]) { self.words = words.map { NormalText($0).scalars } }

    func stands(in text: String) -> Bool {
        let scalars = NormalText(text).scalars
        return words.contains { !scalars.places(of: $0).isEmpty }
    }
}
