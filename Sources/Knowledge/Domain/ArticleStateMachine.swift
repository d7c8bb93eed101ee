/// Where an article stands between writing and what people read.
public enum ArticleState: String, Sendable, CaseIterable {
    /// Being written; nobody has read it yet.
    case draft
    /// Written, and to be looked at before anybody reads it.
    case inReview
    case published
    /// Published, and being written anew beside.
    case revised
    /// Published, and what is to take its place waits to be looked at.
    case revisionInReview
    /// Nobody is told it any more.
    case retired

    public var isLive: Bool {
        switch self {
        case .published, .revised, .revisionInReview: true
        case .draft, .inReview, .retired: false
        }
    }

    public var hasDraft: Bool {
        switch self {
        case .draft, .inReview, .revised, .revisionInReview: true
        case .published, .retired: false
        }
    }

    public var isInReview: Bool { self == .inReview || self == .revisionInReview }
}

/// What may happen to an article.
public enum ArticleStateMachine {
    public enum Event: String, Sendable, CaseIterable {
        case written, submitted, sentBack, published, retired
    }

    /// - Throws: `articleNotInThisState` where the event cannot happen.
    public static func state(
        after event: Event, in state: ArticleState
    ) throws(KnowledgeRefusal) -> ArticleState {
        switch (event, state) {
        case (.written, .draft), (.written, .inReview), (.written, .retired): .draft
        case (.written, .published), (.written, .revised), (.written, .revisionInReview): .revised
        case (.submitted, .draft): .inReview
        case (.submitted, .revised): .revisionInReview
        case (.sentBack, .inReview): .draft
        case (.sentBack, .revisionInReview): .revised
        case (.published, .draft), (.published, .inReview), (.published, .revised),
            (.published, .revisionInReview):
            .published
        case (.retired, .draft), (.retired, .inReview), (.retired, .published), (.retired, .revised),
            (.retired, .revisionInReview):
            .retired
        case (.submitted, .inReview), (.submitted, .published), (.submitted, .revisionInReview),
            (.submitted, .retired), (.sentBack, .draft), (.sentBack, .published), (.sentBack, .revised),
            (.sentBack, .retired), (.published, .published), (.published, .retired), (.retired, .retired):
            throw .articleNotInThisState(state)
        }
    }
}
