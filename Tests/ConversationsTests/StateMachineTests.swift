import Testing

@testable import Conversations

@Suite struct StateMachineTests {
    typealias Standing = ConversationStateMachine.Standing
    typealias Event = ConversationStateMachine.Event

    static let standings: [Standing] = [.waiting, .assigned("lin"), .assisted, .closed]
    static let events: [Event] = [
        .customerWrote, .memberWrote("lin"), .memberWrote("zhou"), .programWrote, .assigned("zhou"),
        .released, .takenByAssistant, .handedOver, .closed,
    ]

    /// What follows, by state and event; whatever is missing is refused.
    static let table: [Standing: [Event: Standing]] = [
        .waiting: [
            .customerWrote: .waiting, .memberWrote("lin"): .assigned("lin"),
            .memberWrote("zhou"): .assigned("zhou"), .programWrote: .waiting,
            .assigned("zhou"): .assigned("zhou"), .released: .waiting, .takenByAssistant: .assisted,
            .handedOver: .waiting, .closed: .closed,
        ],
        .assisted: [
            .customerWrote: .assisted, .memberWrote("lin"): .assigned("lin"),
            .memberWrote("zhou"): .assigned("zhou"), .programWrote: .assisted,
            .assigned("zhou"): .assigned("zhou"), .released: .waiting, .takenByAssistant: .assisted,
            .handedOver: .waiting, .closed: .closed,
        ],
        .assigned("lin"): [
            .customerWrote: .assigned("lin"), .memberWrote("lin"): .assigned("lin"),
            .memberWrote("zhou"): .assigned("lin"), .programWrote: .assigned("lin"),
            .assigned("zhou"): .assigned("zhou"), .released: .waiting,
            .takenByAssistant: .assigned("lin"), .handedOver: .assigned("lin"), .closed: .closed,
        ],
        .closed: [.customerWrote: .waiting],
    ]

    @Test(arguments: standings, events)
    func `every pair of state and event has its answer`(standing: Standing, event: Event) throws {
        guard let expected = Self.table[standing]?[event] else {
            #expect(throws: ConversationRefusal.conversationClosed) {
                try ConversationStateMachine.standing(after: event, in: standing)
            }
            return
        }
        #expect(try ConversationStateMachine.standing(after: event, in: standing) == expected)
    }
}
