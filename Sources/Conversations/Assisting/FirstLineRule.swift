import Language

/// What the assistant does about something that a customer has written: it answers what it surely knows, and leaves
/// everything else to people at once.
public struct FirstLineRule: Sendable, Hashable {
    /// How sure it has to be of what is wanted, 0 to 1.
    let leastConfidence: Float
    /// How near an answer for what is wanted has to be to the question, 0 to 1.
    let leastFit: Float
    /// How alike two wordings are that surely ask the same, 0 to 1.
    let leastAlike: Float
    /// So many answers that did not help are too many.
    let mostMisses: Int

    /// Being asked for a person is believed sooner than anything else.
    private static let leastAskedForPerson: Float = 0.5

    /// What was written, and what has been said before.
    public struct Question: Sendable {
        /// Nil: it holds something other than words.
        public let reading: IntentReading?
        /// Whether the same was asked and answered before.
        public let isRepeated: Bool
        /// Whether the assistant's last word was an answer.
        public let followsAnswer: Bool
        /// Answers that did not help.
        public let misses: Int
        /// What the shop could answer, the best first.
        public let answers: [Answer]

        public init(
            _ reading: IntentReading?, isRepeated: Bool = false, followsAnswer: Bool = false, misses: Int = 0,
            _ answers: [Answer] = []
        ) {
            (self.reading, self.isRepeated, self.followsAnswer) = (reading, isRepeated, followsAnswer)
            (self.misses, self.answers) = (misses, answers)
        }
    }

    /// Something that the shop could answer.
    public struct Answer: Sendable, Hashable {
        /// How alike the words of the nearest question are, 0 to 1.
        public let likeness: Float
        /// How near it is in words and in what is wanted, 0 to 1.
        public let score: Float
        /// Whether it is said to answer what is wanted.
        public let isMeant: Bool
        /// Whether it was given before.
        public let isGiven: Bool

        public init(likeness: Float, score: Float, isMeant: Bool, isGiven: Bool = false) {
            (self.likeness, self.score, self.isMeant, self.isGiven) = (likeness, score, isMeant, isGiven)
        }
    }

    public enum Verdict: Sendable, Hashable {
        /// With the answer at this place.
        case answer(Int)
        case greet
        /// Thanked, or told that it helped.
        case acknowledge
        /// It did not help: the customer is asked to say it otherwise.
        case askAnew
        case handOver(HandoverReason)
    }

    public func verdict(on question: Question) -> Verdict {
        guard let reading = question.reading else { return .handOver(.notWords) }
        if let reason = needsPerson(reading) { return .handOver(reason) }
        if question.isRepeated { return .handOver(.repeated) }
        if question.followsAnswer, reading.main.intent == .deny { return missed(question.misses) }
        if let place = question.answers.firstIndex(where: { $0.likeness >= leastAlike }) {
            return answer(place, question)
        }
        if let courtesy = courtesy(reading, question) { return courtesy }
        if reading.isOutOfScope { return .handOver(.outOfScope) }
        if !reading.further.isEmpty { return .handOver(.several) }
        guard reading.main.confidence >= leastConfidence else { return .handOver(.unsure) }
        guard let place = question.answers.firstIndex(where: { $0.isMeant && $0.score >= leastFit }) else {
            return .handOver(.noAnswer)
        }
        return answer(place, question)
    }

    /// Whether an answer is written for what was asked, by its words alone.
    public func isAlike(_ answer: Answer) -> Bool { answer.likeness >= leastAlike }

    /// What another answer that did not help leads to.
    public func missed(_ misses: Int) -> Verdict {
        misses + 1 >= mostMisses ? .handOver(.missed) : .askAnew
    }

    // MARK: Parts

    private func needsPerson(_ reading: IntentReading) -> HandoverReason? {
        let wants = [reading.main] + reading.further
        if wants.contains(where: { $0.intent == .humanAgent && $0.confidence >= Self.leastAskedForPerson }) {
            return .askedForPerson
        }
        switch reading.mood.mood {
        case .angry, .leaving: return .upset
        case .calm, .worried: break
        }
        let isComplaint = wants.contains {
            $0.intent == .complaint && $0.confidence >= Self.leastAskedForPerson
        }
        return isComplaint || reading.mood.isComplaint || !reading.mood.threats.isEmpty ? .upset : nil
    }

    private func courtesy(_ reading: IntentReading, _ question: Question) -> Verdict? {
        guard !reading.isOutOfScope, reading.main.confidence >= leastConfidence else { return nil }
        return switch reading.main.intent {
        case .greeting: .greet
        case .thanksBye: .acknowledge
        case .affirm: question.followsAnswer ? .acknowledge : nil
        case .trackLogistics, .urgeShipping, .changeAddress, .changeItems, .cancelOrder, .refundRequest,
            .returnGoods, .exchangeGoods, .repairWarranty, .refundProgress, .missingOrWrongItem,
            .damagedOrQuality, .invoice, .priceProtection, .couponPromotion, .stock, .productSpec,
            .sizeAdvice,
            .howToUse, .paymentProblem, .complaint, .humanAgent, .deny, .other:
            nil
        }
    }

    /// Who asks for the same again was not helped by it.
    private func answer(_ place: Int, _ question: Question) -> Verdict {
        question.answers[place].isGiven ? .handOver(.repeated) : .answer(place)
    }
}

/// Why the assistant leaves a conversation to people.
public enum HandoverReason: String, Sendable, CaseIterable {
    case askedForPerson
    /// Angry, about to leave, complaining or threatening to.
    case upset
    /// The same was asked again.
    case repeated
    /// Answers did not help.
    case missed
    case outOfScope
    /// Several things at once.
    case several
    /// It is not clear enough what is wanted.
    case unsure
    /// Nothing that the shop has published answers it.
    case noAnswer
    /// A picture or a file.
    case notWords
    /// What would answer it may not be sent.
    case forbidden
    /// The model that it reads with is not there.
    case notReady
    /// More money than it may move by itself.
    case tooMuch
    /// Something that people have to see to.
    case people
    /// It did not answer in time.
    case late
    /// The shop's people are there again.
    case peopleBack
    /// It is not to answer any more.
    case switchedOff
}
