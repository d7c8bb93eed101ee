import Base
import Files
import Storage
import TestSupport
import Testing

@testable import Conversations

@Suite struct QuickReplyTests {
    private static let (lin, zhou) = (Actor(.staff, "lin"), Actor(.staff, "zhou"))

    private static let pdf = Array("%PDF-1.7\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n".utf8)

    private static func reply(
        _ title: String, _ words: String = "好的", uses: Int = 0, own: Int = 0
    ) throws -> QuickReply {
        QuickReply(
            id: Identifier(title),
            text: try QuickReplyText(team: nil, title: title, words: words, images: []), uses: uses,
            ownUses: own, changedAt: Timestamp(milliseconds: 0))
    }

    @Test(
        arguments: [
            ("", ["催发货", "退货地址", "发票"]), ("发", ["发票", "催发货"]), ("地址", ["退货地址", "发票"]),
            ("FA 票", ["发票"]), ("没有的", []),
        ])
    func `what fits comes first, and among that what is sent most`(typed: String, titles: [String]) throws {
        let all = [
            try Self.reply("发票", "电子发票 fapiao 发到您填的地址", uses: 2),
            try Self.reply("催发货", uses: 9),
            try Self.reply("退货地址", uses: 5, own: 1),
        ]
        #expect(QuickReplyRanking.usual.ranked(all, by: typed).map(\.text.title) == titles)
    }

    @Test func `what one sends oneself counts more than what others send`() throws {
        let all = [try Self.reply("甲", uses: 5), try Self.reply("乙", uses: 3, own: 3)]
        #expect(QuickReplyRanking.usual.ranked(all, by: "").map(\.text.title) == ["乙", "甲"])
    }

    @Test func `fields are filled in where they are known, and others are left for whoever writes`() throws {
        let text = "订单 {order} 由{carrier}送出，单号 {tracking}。{ORDER}"
        let filled = LiveField.filled(text, [.order: "A-1 {agent}", .carrier: "顺丰"])
        #expect(filled == "订单 A-1 {agent} 由顺丰送出，单号 {tracking}。{ORDER}")
        #expect(LiveField.open(in: "单号 {tracking}") == .tracking)
        #expect(LiveField.open(in: "花括号 {} {a b} {order") == nil)
        #expect(throws: ConversationRefusal.replyFieldUnknown("name")) {
            try QuickReplyText(team: nil, title: "问候", words: "{name}您好", images: [])
        }
    }

    @Test func `teams see their own and everybody's, and each use is counted`() async throws {
        let world = try await TestWorld()
        let desk = world.quickReplies
        let write = { (team: String?, title: String) async throws -> Identifier<QuickReply> in
            try await world.database.write(in: TestWorld.shop) {
                try desk.add(
                    QuickReplyText(team: team, title: title, words: title, images: []), by: Self.lin,
                    in: TestWorld.shop, $0
                ).id
            }
        }
        let (all, refunds) = (try await write(nil, "您好"), try await write("refunds", "退款"))
        _ = try await write("tea", "茶叶")
        for reader in [Self.lin, Self.lin, Self.zhou] {
            try await world.database.write(in: TestWorld.shop) {
                try desk.noteUse(of: refunds, by: reader, in: TestWorld.shop, $0)
            }
        }
        let seen = { (teams: Set<String>?, reader: Actor) async throws -> [QuickReply] in
            try await world.database.read {
                try desk.list(teams: teams, for: reader, in: TestWorld.shop, $0)
            }
        }
        let lins = try await seen(["refunds"], Self.lin)
        #expect(lins.map(\.id) == [refunds, all])
        #expect(lins.first?.uses == 3 && lins.first?.ownUses == 2)
        #expect(try await seen(nil, Self.lin).count == 3)
        #expect(
            try await world.database.read {
                try desk.list(teams: nil, for: Self.lin, in: TestWorld.otherShop, $0).isEmpty
            })
        try await world.database.write(in: TestWorld.shop) {
            try desk.remove(refunds, by: Self.lin, in: TestWorld.shop, $0)
            try desk.noteUse(of: refunds, by: Self.lin, in: TestWorld.shop, $0)
        }
        #expect(try await seen(nil, Self.lin).count == 2)
        await #expect(throws: ConversationRefusal.quickReplyUnknown) {
            try await world.database.read {
                _ = try desk.reply(refunds, for: Self.lin, in: TestWorld.shop, $0)
            }
        }
    }

    @Test func `pictures are pictures, and no customer's`() async throws {
        let (world, _) = try await TestWorld.talking()
        let desk = world.quickReplies
        for (bytes, actor, refusal) in [
            (Self.pdf, Self.lin, ConversationRefusal.attachmentNotImage),
            (TestPicture.jpeg(), Actor(.customer, "mei"), .attachmentUnknown),
        ] {
            let content = try world.files.store(bytes)
            await #expect(throws: refusal) {
                try await world.database.write(in: TestWorld.shop) {
                    let file = try world.files.record(content, by: actor, in: TestWorld.shop, $0)
                    _ = try desk.add(
                        QuickReplyText(team: nil, title: "图", words: "见图", images: [file.id]),
                        by: Self.lin, in: TestWorld.shop, $0)
                }
            }
        }
    }

    @Test func `one's own are seen, changed and counted by oneself alone`() async throws {
        let world = try await TestWorld()
        let text = try QuickReplyText(team: nil, title: "我的", words: "好的", images: [])
        let own = try await world.database.write(in: TestWorld.shop) {
            try world.quickReplies.add(text, for: "lin", by: Self.lin, in: TestWorld.shop, $0)
        }
        let seen = try await world.database.read { transaction in
            try [Self.lin, Self.zhou].map {
                try world.quickReplies.list(teams: nil, for: $0, in: TestWorld.shop, transaction).map(\.id)
            }
        }
        #expect(seen == [[own.id], []])
        await #expect(throws: ConversationRefusal.quickReplyUnknown) {
            try await world.database.write(in: TestWorld.shop) {
                try world.quickReplies.remove(own.id, by: Self.zhou, in: TestWorld.shop, $0)
            }
        }
    }
}
