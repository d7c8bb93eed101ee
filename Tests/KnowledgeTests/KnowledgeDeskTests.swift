import Base
import Events
import Language
import Storage
import TestSupport
import Testing

@testable import Knowledge

@Suite struct KnowledgeDeskTests {
    private static let (lin, zhou) = (Actor(.staff, "lin"), Actor(.staff, "zhou"))

    private static func text(
        _ question: String = "多久发货？", _ answer: String = "付款后 48 小时内发出。",
        for audience: ArticleText.Audience = .everybody, until: Timestamp? = nil, product: String? = nil
    ) throws -> ArticleText {
        try ArticleText(
            questions: [.init(.simplified, question)], answers: [.init(.simplified, answer)],
            audience: audience, product: product, validUntil: until)
    }

    private static func published(
        _ text: ArticleText, in shop: ShopID = TestWorld.shop, _ world: TestWorld
    ) async throws -> Article {
        try await world.database.write(in: shop) { [desk = world.knowledge] in
            let draft = try desk.write(text, by: lin, in: shop, $0)
            return try desk.publish(draft.id, seen: draft.revision, by: zhou, in: shop, $0)
        }
    }

    private static func found(
        _ typed: String, in shop: ShopID = TestWorld.shop, isStaff: Bool = false, _ world: TestWorld
    ) async throws -> [String] {
        try await world.database.read { [desk = world.knowledge] in
            try desk.search(ArticleSearch(typed, in: .simplified, isStaff: isStaff), in: shop, $0).map(
                \.question)
        }
    }

    @discardableResult
    private static func step(
        _ world: TestWorld, _ body: @escaping @Sendable (KnowledgeDesk, Transaction) throws -> Article
    ) async throws -> Article {
        try await world.database.write(in: TestWorld.shop) { [desk = world.knowledge] in try body(desk, $0) }
    }

    @Test func `an article is written, looked at, sent back, published and retired, and says who did it`()
        async throws
    {
        let (world, shop) = (try await TestWorld(), TestWorld.shop)
        let first = try await Self.step(world) { try $0.write(Self.text(), by: Self.lin, in: shop, $1) }
        #expect(first.state == .draft && first.live == nil)
        try await Self.step(world) { try $0.submit(first.id, by: Self.lin, in: shop, $1) }
        let back = try await Self.step(world) {
            try $0.sendBack(first.id, remark: "写明从付款算起", by: Self.zhou, in: shop, $1)
        }
        #expect(back.state == .draft && back.remark == "写明从付款算起")
        let better = try Self.text("多久发货？", "从付款算起 48 小时内。")
        try await Self.step(world) {
            try $0.write(better, to: first.id, seen: back.revision, by: Self.lin, in: shop, $1)
        }
        let live = try await Self.step(world) { try $0.publish(first.id, by: Self.zhou, in: shop, $1) }
        #expect(
            live.live?.text == better && live.live?.number == 1 && live.draft == nil && live.remark == nil)
        #expect(live.live?.writtenBy == Self.lin && live.live?.publishedBy == Self.zhou)
        let again = try Self.text("几天发货？", "24 小时内。")
        try await Self.step(world) { try $0.write(again, to: first.id, by: Self.lin, in: shop, $1) }
        #expect(try await Self.found("发货", world) == ["多久发货？"], "what is being written is not read yet")
        try await Self.step(world) { try $0.publish(first.id, by: Self.zhou, in: shop, $1) }
        #expect(try await Self.found("发货", world) == ["几天发货？"])
        let gone = try await Self.step(world) { try $0.retire(first.id, by: Self.zhou, in: shop, $1) }
        #expect(gone.state == .retired && !gone.isShown(at: world.now))
        #expect(try await Self.found("发货", world).isEmpty)
        let versions = try await world.database.read { [desk = world.knowledge] in
            try desk.versions(of: gone, in: shop, $0).map(\.number)
        }
        #expect(versions == [2, 1])
        let told = try await world.database.read { [events = world.events] in
            try events.store.after(0, in: shop, limit: 100, $0).map(\.type)
        }.filter { $0.hasPrefix("article.") }
        #expect(
            told
                == [
                    "written", "submitted", "sentBack", "written", "published", "written", "published",
                    "retired",
                ]
                .map { "article.\($0)" })
    }

    @Test func `nobody writes over, or publishes, what they have not seen`() async throws {
        let (world, shop) = (try await TestWorld(), TestWorld.shop)
        let first = try await Self.step(world) { try $0.write(Self.text(), by: Self.lin, in: shop, $1) }
        try await Self.step(world) {
            try $0.write(Self.text("几天发货"), to: first.id, by: Self.zhou, in: shop, $1)
        }
        await #expect(throws: KnowledgeRefusal.articleMovedOn) {
            try await Self.step(world) {
                try $0.write(Self.text(), to: first.id, seen: first.revision, by: Self.lin, in: shop, $1)
            }
        }
        await #expect(throws: KnowledgeRefusal.articleMovedOn) {
            try await Self.step(world) {
                try $0.publish(first.id, seen: first.revision, by: Self.lin, in: shop, $1)
            }
        }
    }

    @Test func `what may not be said to customers is not published, and a product has to be there`()
        async throws
    {
        let (world, shop) = (try await TestWorld(), TestWorld.shop)
        let bribe = try Self.text("怎么拿红包", "五星好评返现 5 元")
        do {
            _ = try await Self.published(bribe, world)
            Issue.record("a bribe was published")
        } catch let refusal as any Refusal {
            #expect(refusal.code == "messageForbidden")
        }
        await #expect(throws: KnowledgeRefusal.articleProductUnknown) {
            let text = try Self.text(product: "no-such-pot")
            try await Self.step(world) { try $0.write(text, by: Self.lin, in: shop, $1) }
        }
    }

    @Test func `customers find what is for them and holds now, the shop's people everything that holds`()
        async throws
    {
        let world = try await TestWorld()
        _ = try await Self.published(Self.text("多久发货"), world)
        _ = try await Self.published(Self.text("发货前的检查", "看封口", for: .staff), world)
        _ = try await Self.published(Self.text("双十一发货", "五天内", until: world.now + .days(2)), world)
        #expect(try await Set(Self.found("发货", world)) == ["多久发货", "双十一发货"])
        #expect(try await Self.found("发货", isStaff: true, world).count == 3)
        try await world.pass(.days(3))
        #expect(try await Self.found("发货", world) == ["多久发货"])
        #expect(try await Self.found("发货", in: TestWorld.otherShop, world).isEmpty)
    }

    @Test func `a second node finds what the first has published, and neither what was undone`() async throws
    {
        let world = try await TestWorld()
        let other = KnowledgeDesk(
            events: world.events, allows: { _, _, _ in }, hasProduct: { _, _, _ in true },
            day: { shop, _ in try TestWorld.profile(shop).day })
        let search = ArticleSearch("发货", in: .simplified)
        let there = { @Sendable in
            try await world.database.read { try other.search(search, in: TestWorld.shop, $0).map(\.question) }
        }
        #expect(try await there() == [])
        _ = try await Self.published(Self.text("多久发货"), world)
        #expect(try await there() == ["多久发货"])
        struct Undone: Error {}
        await #expect(throws: Undone.self) {
            try await world.database.write(in: TestWorld.shop) { transaction in
                let draft = try other.write(Self.text("发货"), by: Self.lin, in: TestWorld.shop, transaction)
                _ = try other.publish(draft.id, by: Self.lin, in: TestWorld.shop, transaction)
                throw Undone()
            }
        }
        #expect(try await there() == ["多久发货"])
    }

    @Test func `a reader gets their language, or the nearest, and a channel its own words`() throws {
        let text = try ArticleText(
            questions: [.init(.simplified, "多久发货"), .init(.english, "When will you ship?")],
            answers: [
                .init(.simplified, "48 小时内"), .init(.simplified, on: "wechat", "48 小时内，发出后公众号通知"),
                .init(.english, "Within 48 hours"),
            ])
        #expect(text.answer(for: .traditional)?.words == "48 小时内")
        #expect(text.answer(for: .simplified, on: "wechat")?.words == "48 小时内，发出后公众号通知")
        #expect(text.answer(for: .english, on: "wechat")?.words == "Within 48 hours")
        #expect(text.question(for: .traditional) == "多久发货")
        let kept = try ArticleText(kept: text.json)
        #expect(kept == text)
        #expect(throws: KnowledgeRefusal.articleIncomplete) {
            try ArticleText(questions: [.init(.english, "?")], answers: [.init(.simplified, "答")])
        }
    }

    @Test func `a file is taken whole or not at all, and taking it again changes nothing`() async throws {
        let (world, shop) = (try await TestWorld(), TestWorld.shop)
        let day = try TestWorld.profile(shop).day
        let take = { @Sendable (text: String, publishes: Bool) async throws -> ArticleImportReport in
            let file = try ArticleImport(text, .markdown, in: day)
            return try await world.database.write(in: shop) { [desk = world.knowledge] in
                try desk.take(file, publishes: publishes, by: Self.lin, in: shop, $0)
            }
        }
        let good = "## 多久发货\n\n48 小时内\n\n## 怎么退货\n\n七天内"
        let first = try await take(good, true)
        #expect(first.added == 2 && first.published == 2)
        let again = try await take(good, true)
        #expect(again.unchanged == 2 && again.published == 0)
        let changed = try await take("## 多久发货\n\n24 小时内\n\n## 开发票\n\n可以", false)
        #expect(changed.changed == 1 && changed.added == 1)
        await #expect(throws: ArticleFaults.self) {
            _ = try await take("## 新的\n\n好的\n\n## 返现\n\n五星好评返现 5 元", true)
        }
        #expect(try await Self.found("新的", world).isEmpty)
        let count = try await world.database.read { [desk = world.knowledge] in
            try desk.count(ArticleState.allCases, in: shop, $0)
        }
        #expect(count == 3)
    }

    @Test func `uses are counted by place and member, and what misleads is named`() async throws {
        let (world, shop) = (try await TestWorld(), TestWorld.shop)
        let (good, bad) = (
            try await Self.published(Self.text("多久发货"), world),
            try await Self.published(Self.text("怎么退货"), world)
        )
        try await world.database.write(in: shop) { [desk = world.knowledge] in
            try desk.noteUse(of: good.id, at: .desk, by: "lin", in: shop, $0)
            try desk.noteUse(of: good.id, at: .desk, by: "lin", in: shop, $0)
            try desk.mark(good.id, .helped, at: .help, in: shop, $0)
            for _ in 0..<3 { try desk.mark(bad.id, .misled, at: .help, in: shop, $0) }
        }
        let (uses, misleading, most) = try await world.database.read { [desk = world.knowledge] in
            (
                try desk.uses(of: good.id, in: shop, $0),
                try desk.misleading(limit: 10, in: shop, $0).map(\.id),
                try desk.mostUsed(limit: 10, in: shop, $0).map(\.id)
            )
        }
        #expect(
            uses == [
                ArticleUse(place: .desk, member: "lin", uses: 2),
                ArticleUse(place: .help, uses: 1, helped: 1),
            ])
        #expect(misleading == [bad.id])
        #expect(Set(most) == [good.id, bad.id])
        try await world.pass(.days(91))
        let later = try await world.database.read { [desk = world.knowledge] in
            try desk.uses(of: good.id, in: shop, $0)
        }
        #expect(later.isEmpty)
    }
}
