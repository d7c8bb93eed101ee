import Base
import Storage
import TestSupport
import Testing

@testable import Conversations

/// Step lists for a situation.
@Suite struct PlaybookTests {
    private static let (lin, zhou) = (Actor(.staff, "lin"), Actor(.staff, "zhou"))

    private static func steps() throws -> [PlaybookStep] {
        [
            try PlaybookStep(.act, "先道歉"), try PlaybookStep(.tag, "破损", reference: "破损"),
            try PlaybookStep(.task, "还有货吗", reference: "depot"), try PlaybookStep(.openCase, "申请补寄"),
        ]
    }

    private func written(_ world: TestWorld) async throws -> Playbook {
        let text = PlaybookText(title: "包裹破损", steps: try Self.steps())
        return try await world.converse { try $0.add(text, by: Self.zhou, in: $1, $2) }
    }

    @Test func `a step that is ticked does what it says, once, and tells who did it and when`() async throws {
        let (world, id) = try await TestWorld.talking()
        let playbook = try await written(world)
        for _ in 0..<2 {
            try await world.converse { _ = try $0.attach(playbook.id, to: id, by: Self.lin, in: $1, $2) }
        }
        for _ in 0..<2 {
            try await world.converse { _ = try $0.tick(2, of: playbook.id, on: id, by: Self.lin, in: $1, $2) }
        }
        #expect(try await world.conversation(id).tags.map(\.text) == ["破损"])
        let runs = try await world.converse { try $0.runs(on: id, in: $1, $2) }
        #expect(runs.count == 1 && runs.first?.ticks[2]?.by == Self.lin)
        #expect(runs.first?.ticks[2]?.at == world.now)
        await #expect(throws: ConversationRefusal.teamUnknown) {
            try await world.converse { _ = try $0.tick(3, of: playbook.id, on: id, by: Self.lin, in: $1, $2) }
        }
        try await world.converse {
            _ = try $0.change(seatOf: "wu", SeatChange(skills: ["depot"]), by: Self.zhou, in: $1, $2)
        }
        try await world.converse { _ = try $0.tick(3, of: playbook.id, on: id, by: Self.lin, in: $1, $2) }
        let tasks = try await world.converse { try $0.tasks(TaskFilter(), in: $1, $2) }
        #expect(tasks.items.map(\.words) == ["还有货吗"] && tasks.items.first?.owner == .team("depot"))
        await #expect(throws: ConversationRefusal.playbookStepUnknown) {
            try await world.converse { _ = try $0.tick(5, of: playbook.id, on: id, by: Self.lin, in: $1, $2) }
        }
        try await world.converse { _ = try $0.untick(2, of: playbook.id, on: id, by: Self.lin, in: $1, $2) }
        let after = try await world.converse { try $0.runs(on: id, in: $1, $2) }
        #expect(after.first.map { Set($0.ticks.keys) } == [3])
        #expect(try await world.thread(id).isEmpty, "the customer sees nothing of it")
    }

    @Test func `what is gone through stays as it was, whatever becomes of the playbook`() async throws {
        let (world, id) = try await TestWorld.talking()
        let playbook = try await written(world)
        try await world.converse { _ = try $0.attach(playbook.id, to: id, by: Self.lin, in: $1, $2) }
        let other = PlaybookText(title: "别的", steps: [try PlaybookStep(.act, "等等")])
        try await world.converse { _ = try $0.change(playbook.id, to: other, by: Self.zhou, in: $1, $2) }
        try await world.converse { _ = try $0.remove(playbook.id, by: Self.zhou, in: $1, $2) }
        let runs = try await world.converse { try $0.runs(on: id, in: $1, $2) }
        let steps = try Self.steps()
        #expect(runs.first?.text.title == "包裹破损")
        #expect(runs.first?.text.steps == steps)
        let lan = try await world.talk("lan")
        await #expect(throws: ConversationRefusal.playbookUnknown) {
            try await world.converse { _ = try $0.attach(playbook.id, to: lan, by: Self.lin, in: $1, $2) }
        }
        try await world.converse { _ = try $0.detach(playbook.id, from: id, by: Self.lin, in: $1, $2) }
        #expect(try await world.converse { try $0.runs(on: id, in: $1, $2) }.isEmpty)
    }

    @Test func `a step needs what its kind acts with, and nothing else`() throws {
        for kind in [PlaybookStep.Kind.reply, .tag, .task] {
            #expect(throws: ConversationRefusal.playbookStepInvalid) { try PlaybookStep(kind, "x") }
        }
        #expect(throws: ConversationRefusal.playbookStepInvalid) {
            try PlaybookStep(.act, "x", reference: "y")
        }
        #expect(throws: ConversationRefusal.tagInvalid) { try PlaybookStep(.tag, "x", reference: "a,b") }
    }

    @Test func `a visitor's playbooks go with the visitor`() async throws {
        let (world, _) = try await TestWorld.talking()
        let (id, playbook) = (try await world.talk(nil), try await written(world))
        try await world.converse { _ = try $0.attach(playbook.id, to: id, by: Self.lin, in: $1, $2) }
        try await world.converse { _ = try $0.tick(1, of: playbook.id, on: id, by: Self.lin, in: $1, $2) }
        guard case .visitor(let visitor) = try await world.conversation(id).partner else {
            Issue.record("nobody knows them")
            return
        }
        try await world.converse { _ = try $0.forget(visitor: visitor, in: $1, $2) }
        #expect(try await world.converse { try $0.runs(on: id, in: $1, $2) }.isEmpty)
    }
}
