import Base
import Storage
import TestSupport
import Testing

@testable import Conversations

/// What colleagues ask each other about a conversation.
@Suite struct TaskTests {
    @Test func `a task is answered once, and its answer stands beside the thread as a note`() async throws {
        let (world, id) = try await TestWorld.talking()
        let task = try await world.ask(.member("zhou"), "这批壶有问题吗", about: id)
        #expect(try await world.openTasks(for: "zhou") == 1)
        let answered = try await world.converse {
            try $0.answer(task.id, "有，可以补发", by: Actor(.staff, "zhou"), in: $1, $2)
        }
        #expect(answered.state == .answered && answered.answer?.words == "有，可以补发")
        let notes = try await world.converse {
            try $0.notes(on: $0.conversation(id, for: TestWorld.linSpeaks, in: $1, $2), in: $1, $2)
        }
        #expect(notes.map(\.text) == ["这批壶有问题吗\n→ 有，可以补发"])
        await #expect(throws: ConversationRefusal.taskSettled) {
            try await world.converse { try $0.withdraw(task.id, by: Actor(.staff, "lin"), in: $1, $2) }
        }
        #expect(try await world.openTasks(for: "zhou") == 0)
        #expect(try await world.thread(id).isEmpty, "the customer sees nothing of it")
    }

    @Test func `what a team is asked waits for each of its members until one takes it`() async throws {
        let (world, id) = try await TestWorld.talking()
        await #expect(throws: ConversationRefusal.teamUnknown) {
            _ = try await world.ask(.team("depot"), "还有货吗", about: id)
        }
        for agent in ["zhou", "wu"] {
            try await world.converse {
                _ = try $0.change(
                    seatOf: agent, SeatChange(skills: ["depot"]), by: Actor(.staff, agent), in: $1, $2)
            }
        }
        let task = try await world.ask(.team("depot"), "还有货吗", about: id)
        #expect(try await world.openTasks(for: "wu") == 1)
        try await world.converse {
            _ = try $0.hand(task.id, to: .member("zhou"), by: Actor(.staff, "zhou"), in: $1, $2)
        }
        #expect(try await world.openTasks(for: "wu") == 0)
        #expect(try await world.openTasks(for: "zhou") == 1)
    }

    @Test func `lists hold what is mine, my teams' and asked by me, soonest first`() async throws {
        let (world, id) = try await TestWorld.talking()
        let late = try await world.ask(.member("zhou"), "一", about: id, within: .hours(3))
        let soon = try await world.ask(.member("zhou"), "二", about: id, within: .hours(1))
        _ = try await world.ask(.member("wu"), "三", about: id, within: .hours(2))
        var mine = TaskFilter()
        (mine.member, mine.limit) = ("zhou", 1)
        let first = try await world.tasks(mine)
        #expect(first.items.map(\.id) == [soon.id])
        mine.after = first.next
        #expect(try await world.tasks(mine).items.map(\.id) == [late.id])
        var asked = TaskFilter()
        asked.askedBy = "lin"
        #expect(try await world.tasks(asked).items.map(\.words) == ["二", "三", "一"])
        asked.teams = []
        #expect(try await world.tasks(asked).items.isEmpty)
    }

    @Test func `a task that nobody has answered in time is told of once, at its moment`() async throws {
        let (world, id) = try await TestWorld.talking()
        let (open, done) = (
            try await world.ask(.member("zhou"), "一", about: id, within: .hours(1)),
            try await world.ask(.member("zhou"), "二", about: id, within: .hours(1))
        )
        try await world.converse { _ = try $0.withdraw(done.id, by: Actor(.staff, "lin"), in: $1, $2) }
        #expect(try await world.overdue().isEmpty)
        try await world.pass(.hours(1))
        #expect(try await world.overdue() == [open.id.text])
        var filter = TaskFilter()
        filter.dueBy = world.now
        #expect(try await world.tasks(filter).items.map(\.id) == [open.id])
    }

    @Test func `a moment that has passed or is too far ahead is refused, and more than a conversation bears`()
        async throws
    {
        let (world, id) = try await TestWorld.talking()
        for within in [Span.seconds(0), .days(91)] {
            await #expect(throws: ConversationRefusal.taskDueOutOfRange) {
                _ = try await world.ask(.member("zhou"), "问", about: id, within: within)
            }
        }
        for number in 1...InternalTask.most {
            _ = try await world.ask(.member("zhou"), "\(number)", about: id)
        }
        await #expect(throws: ConversationRefusal.tooManyTasks) {
            _ = try await world.ask(.member("zhou"), "还有", about: id)
        }
    }

    @Test func `tasks go with a visitor's key to the customer, and end when the customer is forgotten`()
        async throws
    {
        let (world, _) = try await TestWorld.talking()
        let id = try await world.talk(nil)
        let task = try await world.ask(.member("zhou"), "是谁", about: id)
        guard case .visitor(let visitor) = try await world.conversation(id).partner else {
            Issue.record("nobody knows them")
            return
        }
        try await world.converse { try $0.join(visitor, to: "lan", in: $1, $2) }
        let joined = try await world.converse { try $0.task(task.id, in: $1, $2) }
        #expect(joined.words == "是谁")
        try await world.converse { _ = try $0.forget("lan", in: $1, $2) }
        #expect(try await world.openTasks(for: "zhou") == 0)
    }
}

extension TestWorld {
    fileprivate func ask(
        _ owner: InternalTask.Owner, _ words: String, about id: ConversationID, within: Span = .hours(2)
    ) async throws -> InternalTask {
        try await converse {
            try $0.ask(
                NewTask(for: owner, words, due: $2.now + within), about: id, by: Actor(.staff, "lin"),
                in: $1, $2)
        }
    }

    fileprivate func tasks(_ filter: TaskFilter) async throws -> Page<InternalTask> {
        try await converse { [filter] in try $0.tasks(filter, in: $1, $2) }
    }

    fileprivate func openTasks(for member: String) async throws -> Int {
        try await converse { try $0.openTasks(for: member, in: $1, $2) }
    }

    fileprivate func overdue() async throws -> [String] {
        try await database.read { transaction in
            try transaction.rows(
                "SELECT detail FROM events WHERE type = 'conversation.taskOverdue' ORDER BY position"
            ) { try $0.json()["task"]?.string ?? "" }
        }
    }
}
