import Base
import Language
import TestSupport
import Testing

@testable import Knowledge

@Suite struct ArticleImportTests {
    private static func read(
        _ text: String, _ format: ArticleImport.Format = .markdown
    ) throws -> ArticleImport {
        try ArticleImport(text, format, in: TestWorld.profile(TestWorld.shop).day)
    }

    private static func faults(_ text: String, _ format: ArticleImport.Format = .markdown) -> [String] {
        do {
            _ = try read(text, format)
            return []
        } catch let faults as ArticleFaults {
            return faults.faults.map {
                "\($0.line) \($0.refusal.code) \($0.refusal.arguments["field"] ?? "")"
            }
        } catch {
            return ["\(error)"]
        }
    }

    private static let markdown = """
        # 茶馆的知识

        ## 多久发货？
        id: shipping
        also: 什么时候发货
        intent: urgeShipping
        until: 2026-12-31

        付款后 48 小时内发出。

        - 周末也发

        ## When will you ship?
        id: shipping

        Within 48 hours.

        ## 内部：破损怎么判断
        for: staff
        channel: wechat

        看照片。

        ## 内部：破损怎么判断

        先看照片，再问顾客。
        """

    @Test func `a question with its ways of asking, its answer and its other languages is one article`()
        throws
    {
        let file = try Self.read(Self.markdown)
        #expect(file.entries.map(\.name) == ["shipping", "内部：破损怎么判断"])
        let shipping = file.entries[0].text
        #expect(shipping.questions.map(\.words) == ["多久发货？", "什么时候发货", "When will you ship?"])
        #expect(shipping.answers.map(\.words) == ["付款后 48 小时内发出。\n\n- 周末也发", "Within 48 hours."])
        #expect(shipping.languages == [.simplified, .english] && shipping.intent == .urgeShipping)
        // The whole last day in Shanghai.
        #expect(shipping.validUntil?.description == "2026-12-31T16:00:00.000Z")
        let inner = file.entries[1].text
        #expect(inner.audience == .staff)
        #expect(inner.answers.map(\.channel) == ["wechat", nil])
    }

    @Test func `a table says the same`() throws {
        let table = """
            id,Question,also,answer,from\r
            shipping,多久发货？,什么时候发货 | 几天发货,"付款后 ""48"" 小时内，\r
            周末也发",2026-11-01\r
            ,When will you ship?,,Within 48 hours,\r
            ,,,,\r
            """
        let file = try Self.read(table, .csv)
        #expect(file.entries.map(\.line) == [2, 4])
        #expect(file.entries[0].text.questions.map(\.words) == ["多久发货？", "什么时候发货", "几天发货"])
        #expect(file.entries[0].text.answers.map(\.words) == ["付款后 \"48\" 小时内，\n周末也发"])
        #expect(file.entries[1].text.languages == [.english])
    }

    @Test(
        arguments: [
            ("", ["1 importEmpty "]),
            ("stray\n## 问\n答", ["1 importTextStray "]),
            ("## 问\n\n## 又问\n\n答", ["1 importFieldMissing answer"]),
            (
                "## 问\ncolour: red\nlanguage: fr\n\n答",
                ["2 importFieldUnknown colour", "3 importFieldInvalid language"]
            ),
            ("## 问\nid: a\nid: b\n\n答", ["3 importFieldInvalid id"]),
            ("## 问\nuntil: 2026-02-30\n\n答", ["2 importFieldInvalid until"]),
            ("## 问\nfrom: 2026-12-02\nuntil: 2026-12-01\n\n答", ["1 articleNeverValid "]),
            ("## 问\nid: a\n\n答\n\n## 问\nid: a\n\n又答", ["1 articleAnsweredTwice "]),
            ("## 问\nchannel: wechat\n\n答", ["1 articleIncomplete "]),
            ("## 问\n\na\u{7}b", ["1 importFieldInvalid answer"]),
        ])
    func `what is wrong is told with its line`(text: String, faults: [String]) {
        #expect(Self.faults(text) == faults)
    }

    @Test(
        arguments: [
            ("question,answer\n问,答,多\n问,\"答", ["2 importRowCut ", "3 importRowCut "]),
            ("question,reply\n问,答", ["1 importFieldUnknown reply", "1 importFieldMissing answer"]),
            ("question,answer,answer\n问,答,答", ["1 importFieldInvalid columns"]),
            ("question,answer\n问,", ["2 importFieldMissing answer"]),
            ("question,answer\n问,\"答\"完", ["2 importRowCut "]),
        ])
    func `rows that cannot be read are told with their line`(text: String, faults: [String]) {
        #expect(Self.faults(text, .csv) == faults)
    }
}
