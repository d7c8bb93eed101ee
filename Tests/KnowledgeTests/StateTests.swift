import Knowledge
import Testing

@Suite struct ArticleStateTests {
    /// What comes of each event, by state in the order of the cases; nil: it is refused.
    private static let table: [(ArticleStateMachine.Event, [ArticleState?])] = [
        (.written, [.draft, .draft, .revised, .revised, .revised, .draft]),
        (.submitted, [.inReview, nil, nil, .revisionInReview, nil, nil]),
        (.sentBack, [nil, .draft, nil, nil, .revised, nil]),
        (.published, [.published, .published, nil, .published, .published, nil]),
        (.retired, [.retired, .retired, .retired, .retired, .retired, nil]),
    ]

    @Test func `every pair of state and event leads where the table says`() {
        #expect(Set(Self.table.map(\.0)) == Set(ArticleStateMachine.Event.allCases))
        for (event, states) in Self.table {
            for (before, after) in zip(ArticleState.allCases, states) {
                let found = Result { () throws(KnowledgeRefusal) in
                    try ArticleStateMachine.state(after: event, in: before)
                }
                switch (found, after) {
                case (.success(let state), let after?): #expect(state == after, "\(event) \(before)")
                case (.failure(let refusal), nil): #expect(refusal == .articleNotInThisState(before))
                default: Issue.record("\(event) in \(before): \(found)")
                }
            }
        }
    }

    @Test func `what is live is live whatever is written beside it`() {
        #expect(ArticleState.allCases.filter(\.isLive) == [.published, .revised, .revisionInReview])
        #expect(ArticleState.allCases.filter(\.hasDraft) == [.draft, .inReview, .revised, .revisionInReview])
    }
}
