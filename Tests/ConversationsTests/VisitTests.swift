import Base
import Customers
import Files
import Foundation
import Storage
import TestSupport
import Testing
import Vault

@testable import Conversations

@Suite struct VisitTests {
    private let seal = VisitSeal(secret: Array("a secret of this installation".utf8))
    private let now = Timestamp(milliseconds: 1_795_000_000_000)

    @Test(arguments: [Partner.visitor("~01M8"), .customer("C-2001"), .customer("顾客 1.2")])
    func `a token says whose visit it is, until it ends`(partner: Partner) {
        let visit = Visit(of: partner, in: "qinghe", at: now)
        let token = seal.token(for: visit)
        #expect(seal.visit(in: token, at: now) == visit)
        #expect(seal.visit(in: token, at: visit.expires) == nil)
        #expect(VisitSeal(secret: [1]).visit(in: token, at: now) == nil)
    }

    @Test func `a token that was changed anywhere is nobody's`() {
        let token = seal.token(for: Visit(of: .customer("C-2001"), in: "qinghe", at: now))
        for place in token.indices {
            var bytes = Array(token.utf8)
            let offset = token.utf8.distance(from: token.startIndex, to: place)
            bytes[offset] = bytes[offset] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let changed = String(decoding: bytes, as: UTF8.self)
            // The last digit of base64 may have bits that say nothing.
            guard seal.visit(in: changed, at: now) != nil else { continue }
            #expect(offset >= token.utf8.count - 2)
        }
    }

    private func write(_ world: TestWorld, _ text: String, _ partner: Partner) async throws -> Message {
        try await world.converse {
            try $0.post(NewMessage(.text(text), key: text), inThreadOf: partner, in: $1, $2).message
        }
    }

    private func join(_ world: TestWorld, _ visitor: Identifier<Visitor>) async throws {
        try await world.converse { try $0.join(visitor, to: "mei", in: $1, $2) }
    }

    @Test func `a thread begins with its first message, and goes on after it was closed`() async throws {
        let (world, _) = try await TestWorld.talking()
        let visitor = Partner.visitor("~01")
        let first = try await write(world, "在吗", visitor)
        #expect(try await write(world, "在吗", visitor).number == 1)
        try await world.converse {
            _ = try $0.close(first.conversationID, by: TestWorld.linSpeaks, in: $1, $2)
        }
        let second = try await write(world, "还在吗", visitor)
        #expect(second.conversationID == first.conversationID)
        #expect(try await world.told(first.conversationID) == ["在吗", "(closed)", "(reopened)", "还在吗"])
    }

    @Test func `what a visitor wrote is the customer's who they turn out to be, under the customer's key`()
        async throws
    {
        let (world, older) = try await TestWorld.talking()
        try await world.say("旧话", in: older, by: TestWorld.meiSpeaks)
        let since = try await world.conversation(older).waitingSince
        world.clock.move(by: .seconds(5))
        let message = try await write(world, "壶裂了", .visitor("~01"))
        let id = message.conversationID
        try await world.converse {
            _ = try $0.edit(1, of: id, to: "壶盖裂了", by: .partner(.visitor("~01")), in: $1, $2)
            _ = try $0.note("像是老顾客", on: id, by: Actor(.staff, "lin"), in: $1, $2)
        }
        try await join(world, "~01")
        try await join(world, "~01")
        let joined = try await world.conversation(id)
        #expect(joined.partner == .customer("mei") && joined.waitingSince == since)
        #expect(try await world.conversation(older).state == .closed)
        try await world.database.write(in: TestWorld.shop) { [people = world.people] in
            try people.destroyKey(of: .customer("~01", of: TestWorld.shop), $0)
        }
        #expect(try await world.told(id) == ["壶盖裂了"])
        let (versions, notes) = try await world.converse {
            let conversation = try $0.conversation(id, for: TestWorld.linSpeaks, in: $1, $2)
            return (
                try $0.versions(of: 1, in: conversation, of: $1, $2).map(\.words),
                try $0.notes(on: conversation, in: $1, $2).map(\.text)
            )
        }
        #expect(versions == ["壶裂了"] && notes == ["像是老顾客"])
        #expect(try await write(world, "在吗", .customer("mei")).conversationID == id)
    }

    @Test
    func `what a visitor sent is the customer's who they turn out to be, and opens without the visitor`()
        async throws
    {
        let (world, _) = try await TestWorld.talking()
        let visitor = Partner.visitor("~01")
        let sent = try await world.files.keep([TestPicture.jpeg(), TestPicture.jpeg()]) { kept in
            try await world.database.write(in: TestWorld.shop) { [files = world.files] transaction in
                try kept.map { content in
                    try files.record(
                        content, by: Actor(.customer, visitor.actorID), in: TestWorld.shop, transaction
                    ).id
                }
            }
        }
        try await world.converse {
            _ = try $0.post(NewMessage(.image(sent[0]), key: "picture"), inThreadOf: visitor, in: $1, $2)
        }
        try await join(world, "~01")
        try await world.database.write(in: TestWorld.shop) { [people = world.people] in
            try people.removeKey(of: .customer("~01", of: TestWorld.shop), $0)
        }
        for id in sent {
            let found = try await world.database.read { [files = world.files] in
                try files.find(id, forCustomer: "mei", in: TestWorld.shop, $0)
            }
            let file = try #require(found)
            var bytes: [UInt8] = []
            try await world.files.content(of: file).forEachPiece { bytes += $0 }
            #expect(bytes == TestPicture.jpeg())
        }
    }

    @Test func `nobody's words become those of a customer who is not there, or was erased`() async throws {
        let (world, _) = try await TestWorld.talking()
        let id = try await write(world, "壶裂了", .visitor("~01")).conversationID
        await #expect(throws: CustomerRefusal.self) {
            try await world.converse { try $0.join("~01", to: "nobody", in: $1, $2) }
        }
        try await world.database.write(in: TestWorld.shop) { [people = world.people] in
            try people.destroyKey(of: .customer("mei", of: TestWorld.shop), $0)
        }
        await #expect(throws: ConversationRefusal.partnerErased) { try await join(world, "~01") }
        #expect(try await world.told(id) == ["壶裂了"])
    }
}
