import Base
import Customers
import Language
import Storage
import TestSupport
import Testing
import Vault

@testable import Conversations

@Suite struct SearchTests {
    private func found(
        _ world: TestWorld, _ words: String, _ change: (inout MessageSearch) -> Void = { _ in }
    ) async throws -> (texts: [String], next: Int64?) {
        var search = MessageSearch(words)
        change(&search)
        return try await world.database.read { [search] in
            let found = try world.conversations.search(search, in: TestWorld.shop, $0)
            return (found.hits.map(\.text), found.next)
        }
    }

    /// The hits of every page: one ends when so many messages were compared.
    private func all(_ world: TestWorld, _ words: String) async throws -> [String] {
        var (texts, next): ([String], Int64?) = try await found(world, words)
        while let position = next {
            let more = try await found(world, words) { $0.before = position }
            (texts, next) = (texts + more.texts, more.next)
        }
        return texts
    }

    private func index(_ world: TestWorld) async throws {
        while try await world.converse({ try $0.indexMessages(in: $1, $2) }) {}
    }

    /// Enough messages that a segment is made of them.
    private func fill(_ world: TestWorld, _ id: TestWorld.ConversationID, _ count: Int) async throws {
        try await world.converse { desk, shop, transaction in
            for number in 0..<count {
                _ = try desk.post(
                    NewMessage(.text("第\(number)句，闲话"), key: "fill \(number)"), to: id,
                    by: TestWorld.meiSpeaks, in: shop, transaction)
            }
        }
    }

    private static let said = ["壶盖裂了，要退货", "What about my REFUND?", "單號 SF1029384756", "１２３４ 全角", "好"]

    private static let finds: [(words: String, texts: [String])] = [
        ("退货", ["壶盖裂了，要退货"]), ("退貨", ["壶盖裂了，要退货"]), ("盖裂", ["壶盖裂了，要退货"]), ("裂了要", []),
        ("refund", ["What about my REFUND?"]), ("my fund", ["What about my REFUND?"]),
        ("单号 2938", ["單號 SF1029384756"]), ("1234", ["１２３４ 全角"]), ("好", ["好"]), ("货退", []),
    ]

    @Test(arguments: [false, true])
    func `messages are found by what stands in them, in whatever width, case and script`(
        isIndexed: Bool
    ) async throws {
        let (world, id) = try await TestWorld.talking()
        for text in Self.said { try await world.say(text, in: id, by: TestWorld.meiSpeaks) }
        if isIndexed {
            try await fill(world, id, GramStore.segmentMessages)
            try await index(world)
        }
        for (words, texts) in Self.finds {
            #expect(try await found(world, words).texts == texts, "\(words)")
        }
    }

    @Test func `words that say nothing are refused`() async throws {
        let (world, _) = try await TestWorld.talking()
        for words in ["", "  ", "？！", "..."] {
            await #expect(throws: ConversationRefusal.searchTooShort) { _ = try await found(world, words) }
        }
    }

    @Test func `hits come newest first, a page at a time, from the index and from what is not in it yet`()
        async throws
    {
        let (world, id) = try await TestWorld.talking()
        try await world.say("紫砂一", in: id, by: TestWorld.meiSpeaks)
        try await fill(world, id, GramStore.segmentMessages)
        try await world.say("紫砂二", in: id, by: TestWorld.linSpeaks)
        try await index(world)
        try await world.say("紫砂三", in: id, by: TestWorld.meiSpeaks)
        let first = try await found(world, "紫砂") { $0.limit = 2 }
        #expect(first.texts == ["紫砂三", "紫砂二"])
        let second = try await found(world, "紫砂") { ($0.limit, $0.before) = (2, first.next) }
        #expect(second.texts == ["紫砂一"])
        #expect(try await found(world, "紫砂") { $0.side = .shop }.texts == ["紫砂二"])
        #expect(try await found(world, "紫砂") { $0.customers = ["lan"] }.texts == [])
        #expect(try await found(world, "紫砂") { $0.from = world.now + .seconds(1) }.texts == [])
        let all = try await found(world, "闲话") { $0.limit = 100 }
        #expect(all.texts.count == 100 && all.texts.first == "第\(GramStore.segmentMessages - 1)句，闲话")
    }

    @Test func `a message is found by what it says now, and not once it was taken back`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("要换货", in: id, by: TestWorld.meiSpeaks)
        try await world.say("要补寄", in: id, by: TestWorld.meiSpeaks)
        try await fill(world, id, GramStore.segmentMessages)
        try await index(world)
        try await world.converse {
            _ = try $0.edit(1, of: id, to: "要退货", by: TestWorld.meiSpeaks, in: $1, $2)
            _ = try $0.edit(1, of: id, to: "要退款", by: TestWorld.meiSpeaks, in: $1, $2)
            _ = try $0.recall(2, of: id, by: TestWorld.meiSpeaks, in: $1, $2)
        }
        #expect(try await found(world, "换货").texts == [])
        #expect(try await found(world, "退货").texts == [])
        #expect(try await found(world, "退款").texts == ["要退款"])
        #expect(try await found(world, "补寄").texts == [])
    }

    @Test func `one shop's words are found in no other`() async throws {
        let (world, id) = try await TestWorld.talking()
        try await world.say("壶裂了", in: id, by: TestWorld.meiSpeaks)
        let hits = try await world.database.read {
            try world.conversations.search(MessageSearch("壶裂"), in: TestWorld.otherShop, $0).hits.count
        }
        #expect(hits == 0)
    }

    @Test func `the index goes with a person's data, and is made again without them`() async throws {
        let (world, mei) = try await TestWorld.talking()
        let lan = try await world.talk("lan")
        try await world.say("梅说的紫砂", in: mei, by: TestWorld.meiSpeaks)
        try await world.say("兰说的紫砂", in: lan, by: TestWorld.lanSpeaks)
        try await fill(world, mei, GramStore.segmentMessages)
        try await index(world)
        let grams = { () async throws -> Int in
            try await world.database.read { try $0.count("SELECT COUNT(*) FROM message_grams") }
        }
        let before = try await grams()
        #expect(before > 0)
        try await world.database.write(in: TestWorld.shop) { transaction in
            try world.people.destroyKey(of: .customer("mei", of: TestWorld.shop), transaction)
            for column in ConversationDesk.personal {
                try column.empty(.customer("mei", of: TestWorld.shop), transaction)
            }
            _ = try world.conversations.forget("mei", in: TestWorld.shop, transaction)
        }
        #expect(try await grams() == 0)
        #expect(try await all(world, "紫砂") == ["兰说的紫砂"], "looked through meanwhile")
        try await world.pass(.minutes(2))
        #expect(try await (1..<before).contains(grams()))
        #expect(try await found(world, "紫砂").texts == ["兰说的紫砂"])
    }

    @Test(arguments: [[], [1], [5, 6, 300, 1 << 40], Array(1...1_000).map { $0 * 129 }] as [[Int64]])
    func `a list of positions is read as it was written`(positions: [Int64]) {
        #expect(PostingList.positions(PostingList.bytes(positions)) == positions)
        #expect(
            PostingList.common(positions, positions.filter { $0 % 2 == 0 })
                == positions.filter { $0 % 2 == 0 })
    }

    @Test func `a search is narrowed by agent, channel, tag, state and time`() async throws {
        let (world, mei) = try await TestWorld.talking()
        let lan = try await world.talk("lan")
        try await world.say("退货地址", in: mei, by: TestWorld.meiSpeaks)
        try await world.say("退货请寄这里", in: mei, by: TestWorld.linSpeaks)
        try await world.pass(.hours(1))
        let later = world.now
        try await world.say("我要退货", in: lan, by: TestWorld.lanSpeaks)
        let tag = try Conversations.Tag("物流")
        try await world.converse { _ = try $0.tag(lan, as: [tag], by: Actor(.staff, "zhou"), in: $1, $2) }
        try await world.converse { _ = try $0.close(mei, by: TestWorld.linSpeaks, in: $1, $2) }
        let closed = ["退货请寄这里", "退货地址"]
        #expect(try await found(world, "退货") { $0.agent = "lin" }.texts == closed)
        #expect(try await found(world, "退货") { $0.agent = "zhou" }.texts == [])
        #expect(try await found(world, "退货") { $0.tag = tag }.texts == ["我要退货"])
        #expect(try await found(world, "退货") { $0.states = [.closed] }.texts == closed)
        #expect(try await found(world, "退货") { $0.states = Conversation.State.open }.texts == ["我要退货"])
        #expect(try await found(world, "退货") { $0.channel = .page }.texts.count == 3)
        let other = try ConversationChannel("wechat")
        #expect(try await found(world, "退货") { $0.channel = other }.texts == [])
        #expect(try await found(world, "退货") { $0.from = later }.texts == ["我要退货"])
        #expect(try await found(world, "退货") { $0.customers = ["lan", "none"] }.texts == ["我要退货"])
    }

    @Test func `the rarest pair of a phrase leads, and the others are read only where it is`() async throws {
        let world = try await TestWorld()
        let store = GramStore()
        // Segments 10, 20, …, 2000; one pair is everywhere, one in every other, one in two of them.
        try await world.converse { _, shop, transaction in
            for number in 1...200 {
                let first = Int64(number * 10)
                var grams: [Int64: [Int64]] = [1: [first, first + 1, first + 2]]
                if number.isMultiple(of: 2) { grams[2] = [first + 1, first + 2] }
                if number == 8 || number == 9 { grams[3] = [first + 2] }
                let segment = GramStore.Segment(first: first, last: first + 2, isIndexed: true)
                try store.write(segment, grams, in: shop, transaction)
            }
        }
        func read(_ keys: [Int64]) async throws -> (positions: [Int64], rows: Int) {
            try await world.database.read { transaction in
                var reading = try PhraseReading(
                    keys, before: 3_000, store, in: TestWorld.shop, transaction)
                var positions: [Int64] = []
                while let parts = try reading.next(transaction) {
                    positions += parts.flatMap { $0.positions ?? [] }
                }
                return (positions, reading.rowsRead)
            }
        }
        let rare = try await read([1, 2, 3])
        #expect(rare.positions == [82])
        #expect(rare.rows == 4, "two of the rarest, one of the next, one of the last")
        let common = try await read([1, 2])
        #expect(common.positions.count == 200 && common.positions.first == 2_001)
        #expect(common.rows == 200, "a hundred of each")
        let none = try await read([1, 4])
        #expect(none.positions.isEmpty && none.rows == 0)
    }
}
