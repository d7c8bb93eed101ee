/// How somebody feels who writes, as far as the words show it.
public enum Mood: String, Sendable, CaseIterable {
    case calm, worried, angry
    /// About to go elsewhere: cancels, never buys again.
    case leaving
}

/// What somebody threatens with.
public enum Threat: String, Sendable, CaseIterable {
    case complaint, badReview, authorities, publicity
}

/// The mood of a message.
public struct MoodReading: Sendable, Hashable {
    public let mood: Mood
    public let threats: Set<Threat>
    /// How much speaks for a complaint: at `MoodReader.threshold` and above it is taken for one.
    public let complaint: Float

    public var isComplaint: Bool { complaint >= MoodReader.threshold }
}
