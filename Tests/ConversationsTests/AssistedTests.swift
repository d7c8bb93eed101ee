import Base
import Storage
import TestSupport
import Testing

@testable import Conversations

/// Conversations that the assistant has.
@Suite struct AssistedTests {
    private static let lin = Actor(.staff, "lin")

    /// The teahouse whose assistant answers first, and 林 who is there.
    private static func answering(_ mode: AssistantMode = .firstLine) async throws -> TestWorld {
        let world = try await TestWorld()
        try await world.stock()
        try await world.converse { desk, shop, transaction in
            try desk.change(assistant: AssistantSettings(mode), by: lin, in: shop, transaction)
            _ = try desk.change(
                seatOf: "lin", SeatChange(isPresent: true), by: lin, in: shop, transaction)
        }
        return world
    }

    private static func asked(
        _ world: TestWorld, _ text: String = "发票怎么开"
    ) async throws -> Identifier<Conversation> {
        try await world.converse {
            try $0.post(NewMessage(.text(text), key: text), inThreadOf: .customer("mei"), in: $1, $2).message
                .conversationID
        }
    }

    @discardableResult
    private static func answer(
        _ world: TestWorld, _ id: Identifier<Conversation>, to asked: Int, _ words: String = "可以开电子发票"
    ) async throws -> Bool {
        let reply = AssistedReply(
            words, .article, from: .init(id: "X1", version: 3, title: "怎么开发票"), intent: "invoice")
        return try await world.converse { try $0.answer(asked, in: id, with: reply, of: $1, $2) }
    }

    @discardableResult
    private static func handOver(
        _ world: TestWorld, _ id: Identifier<Conversation>, asked: Int = 1
    ) async throws -> Bool {
        let handover = Handover(.unsure, words: "转给同事", summary: "想要：发票", asked: asked)
        return try await world.converse { try $0.handOver(id, handover, by: .assistant, in: $1, $2) }
    }

    @Test func `nobody waits while the assistant answers, and nobody is given it`() async throws {
        let world = try await Self.answering()
        let id = try await Self.asked(world)
        var thread = try await world.conversation(id)
        #expect(thread.state == .assisted && thread.assistedSince != nil && thread.waitingSince == nil)
        #expect(try await Self.answer(world, id, to: 1))
        thread = try await world.conversation(id)
        #expect(thread.state == .assisted && thread.answeredAt == nil && thread.shopMarks.read == 0)
        let held = thread
        let (waiting, answers, said) = try await world.converse { desk, shop, transaction in
            let filter = AnswerFilter(from: .init(milliseconds: 0), until: .init(milliseconds: .max))
            return (
                try desk.waitingCount(in: shop, transaction),
                try desk.answers(filter, in: shop, transaction).items.count,
                try desk.assistedAnswers(in: held, of: shop, transaction)
            )
        }
        #expect(waiting == 0 && answers == 0)
        #expect(said.map(\.source?.version) == [3] && said.first?.intent == "invoice")
        for state in Conversation.State.allCases {
            let found = try await world.converse { desk, shop, transaction in
                var filter = ConversationFilter()
                filter.states = [state]
                return [
                    try desk.list(filter, in: shop, transaction).items.count,
                    try desk.count([state], in: shop, transaction),
                ]
            }
            #expect(found == (state == .assisted ? [1, 1] : [0, 0]), "\(state)")
        }
    }

    @Test func `what was asked is answered once, and not at all once the customer has written more`()
        async throws
    {
        let world = try await Self.answering()
        let id = try await Self.asked(world)
        #expect(try await Self.answer(world, id, to: 1))
        #expect(try await !Self.answer(world, id, to: 1))
        _ = try await Self.asked(world, "还有一个问题")
        _ = try await Self.asked(world, "多久能开好")
        #expect(try await !Self.answer(world, id, to: 3))
        #expect(try await world.told(id) == ["发票怎么开", "可以开电子发票", "还有一个问题", "多久能开好"])
    }

    @Test func `handed over, the customer waits for a person from then on, who finds a summary`() async throws
    {
        let world = try await Self.answering()
        let id = try await Self.asked(world)
        world.clock.move(by: .minutes(2))
        #expect(try await Self.handOver(world, id))
        #expect(try await !Self.handOver(world, id))
        let thread = try await world.conversation(id)
        #expect(thread.assignee == "lin" && thread.waitingSince == world.now)
        #expect(try await world.told(id) == ["发票怎么开", "转给同事", "(handedOver)", "(assigned)"])
        let notes = try await world.converse { try $0.notes(on: thread, in: $1, $2) }
        #expect(notes.map(\.text) == ["想要：发票"] && notes.first?.author == .assistant)
        world.clock.move(by: .seconds(20))
        try await world.say("可以开", in: id, by: TestWorld.linSpeaks)
        let waits = try await world.converse { desk, shop, transaction in
            let filter = AnswerFilter(from: .init(milliseconds: 0), until: .init(milliseconds: .max))
            return try desk.answers(filter, in: shop, transaction).items
        }
        #expect(waits.map(\.taken) == [.seconds(20)] && waits.first?.isFirst == true)
        // A person has answered: what comes next is theirs.
        _ = try await Self.asked(world, "谢谢，还有")
        #expect(try await world.conversation(id).state == .assigned)
        let board = try await world.converse { try $0.board(at: $2.now, in: $1, $2) }
        #expect(board.waiting == [id] && board.threads[id]?.assignee == "lin")
    }

    @Test(arguments: [true, false])
    func `an agent takes it over; what is not answered yet waits for them`(isAnswered: Bool) async throws {
        let world = try await Self.answering()
        let id = try await Self.asked(world)
        if isAnswered { try await Self.answer(world, id, to: 1) }
        let taken = try await world.converse {
            try $0.assign(id, to: "lin", by: Self.lin, in: $1, $2)
        }
        #expect(taken.state == .assigned && taken.assistedSince == nil)
        #expect((taken.waitingSince == nil) == isAnswered)
        #expect(try await !Self.answer(world, id, to: 1))
        #expect(try await !Self.handOver(world, id))
    }

    @Test func `a closed conversation is the assistant's again when the customer writes`() async throws {
        let world = try await Self.answering()
        let id = try await Self.asked(world)
        try await world.converse { try $0.endAssisted(id, in: $1, $2) }
        #expect(try await world.conversation(id).state == .closed)
        _ = try await Self.asked(world, "再问一下")
        #expect(try await world.conversation(id).state == .assisted)
    }

    @Test(arguments: [AssistantMode.off, .suggest, .outOfHours])
    func `otherwise customers wait for people as ever`(mode: AssistantMode) async throws {
        let world = try await Self.answering(mode)
        let id = try await Self.asked(world)
        #expect(try await world.conversation(id).state == .assigned)
        try await world.converse { desk, shop, transaction in
            _ = try desk.close(id, by: TestWorld.linSpeaks, in: shop, transaction)
            _ = try desk.change(
                seatOf: "lin", SeatChange(isPresent: false), by: Self.lin, in: shop, transaction)
        }
        _ = try await Self.asked(world, "有人吗")
        #expect(try await world.conversation(id).state == (mode == .outOfHours ? .assisted : .waiting))
    }

    @Test func `whether an answer helped is said once`() async throws {
        let world = try await Self.answering()
        let id = try await Self.asked(world)
        try await Self.answer(world, id, to: 1)
        let thread = try await world.conversation(id)
        let marked = try await world.converse { desk, shop, transaction in
            try [AssistedAnswer.Mark.helped, .misled].map {
                try desk.mark(2, $0, in: thread, by: .assistant, of: shop, transaction)?.number
            }
        }
        #expect(marked == [2, nil])
        await #expect(throws: ConversationRefusal.messageUnknown) {
            try await world.converse { _ = try $0.mark(1, .helped, in: thread, by: .assistant, of: $1, $2) }
        }
    }
}
