import Foundation

/// Tells the mood of a message from words that show it and from how much it resembles complaints of the corpus.
public struct MoodReader: Sendable {
    private let classifier: TextClassifier
    private let complaint: Int?

    /// From here on a message is taken for a complaint (docs/language.md has the figures).
    public static let threshold: Float = 0

    /// - Parameter classifier: one whose labels are intents.
    init(_ classifier: TextClassifier) {
        self.classifier = classifier
        complaint = classifier.labels.firstIndex(of: Intent.complaint.rawValue)
    }

    public func read(_ text: String) -> MoodReading {
        let folded = MoodLexicon.harmless.reduce(NormalText(text).text) {
            $0.replacingOccurrences(of: $1, with: "")
        }
        let threats = Set(MoodLexicon.threats.filter { $0.value.contains { folded.contains($0) } }.map(\.key))
        let words = MoodLexicon.anger.filter { folded.contains($0.0) }.map(\.1).sorted(by: >)
        // The strongest word counts whole, the next half, the third a quarter.
        var (anger, weight) = (Float(0), Float(1))
        for word in words.prefix(3) {
            anger += word * weight
            weight /= 2
        }
        let evidence = anger + Float(threats.isEmpty ? 0 : 1) + resemblance(text)
        return MoodReading(
            mood: mood(folded, anger, threats, evidence), threats: threats, complaint: evidence)
    }

    /// How much the message is like complaints: its margin, between -1 and 1.
    private func resemblance(_ text: String) -> Float {
        guard let complaint else { return 0 }
        return max(-1, min(1, classifier.margins(of: text)[complaint]))
    }

    private func mood(_ text: String, _ anger: Float, _ threats: Set<Threat>, _ evidence: Float) -> Mood {
        let leaves = MoodLexicon.leaving.contains { text.contains($0) }
        if leaves, anger > 0 || evidence > Self.threshold || text.contains("再也不") || text.contains("never") {
            return .leaving
        }
        if evidence >= Self.threshold || anger >= 0.8 { return .angry }
        return MoodLexicon.worry.contains { text.contains($0) } ? .worried : .calm
    }
}
