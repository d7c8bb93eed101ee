import Base
import Language
import TestSupport
import Testing

struct TextClassifierTests {
    private static let subjects = ["my parcel", "the order", "this package", "it", "my things", "the box"]
    private static let things = ["我的快递", "订单", "包裹", "东西", "货", "那个箱子"]

    /// Three things that people say, in two languages.
    private static let examples: [LabelledText] =
        subjects.flatMap { subject in
            [
                ("where is \(subject)", "track"), ("when will \(subject) arrive", "track"),
                ("has \(subject) left yet", "track"),
                ("I want to return \(subject)", "return"), ("send \(subject) back", "return"),
                ("how do I give \(subject) back", "return"), ("\(subject) is broken", "broken"),
                ("\(subject) came damaged", "broken"), ("there is a crack in \(subject)", "broken"),
            ]
        }.map { LabelledText($0.0, label: $0.1) }
        + things.flatMap { subject in
            [
                ("\(subject)到哪了", "track"), ("\(subject)什么时候到", "track"), ("查一下\(subject)物流", "track"),
                ("\(subject)我要退掉", "return"), ("怎么退\(subject)", "return"), ("\(subject)不想要了退货", "return"),
                ("\(subject)坏了", "broken"), ("\(subject)破了个洞", "broken"), ("\(subject)有裂痕", "broken"),
            ]
        }.map { LabelledText($0.0, label: $0.1) }

    private static let classifier = TextClassifier(training: examples)

    @Test(arguments: [
        ("WHERE'S MY PARCEL???", "track"), ("can I return the parcel", "return"),
        ("the package is brokn", "broken"),
        ("我的包裹到哪里了", "track"), ("這個訂單我要退貨", "return"), ("箱子坏了呀", "broken"),
    ])
    func `wordings that were never seen are understood, in both languages and both scripts`(
        text: String, label: String
    ) {
        let prediction = Self.classifier.prediction(for: text)
        #expect(prediction.label == label)
        #expect(!prediction.isOutOfScope)
        #expect((0...1).contains(prediction.confidence))
    }

    @Test(arguments: ["qwzx", "日月星辰", "🎈", "", "the weather of tomorrow seems mild"])
    func `what belongs to nothing is out of scope`(text: String) {
        #expect(Self.classifier.prediction(for: text).isOutOfScope)
    }

    @Test func `with examples of what belongs to nothing more of it is turned away`() {
        let strangers = [
            "sing a song", "what is the weather", "who won the match", "今天天气怎么样", "讲个笑话", "几点下班",
        ]
        let classifier = TextClassifier(training: Self.examples, outside: strangers)
        #expect(classifier.labels == ["broken", "return", "track"])
        #expect(classifier.prediction(for: "sing me the song").isOutOfScope)
        #expect(classifier.prediction(for: "讲个好笑的笑话").isOutOfScope)
    }

    @Test func `the same examples give the same classifier, byte for byte`() {
        #expect(TextClassifier(training: Self.examples).bytes == Self.classifier.bytes)
    }

    @Test func `a classifier saved and read back answers the same`() throws {
        let sentiment = TextClassifier(
            training: Self.examples.filter { $0.label != "track" }, recipe: .sentiment)
        for classifier in [Self.classifier, sentiment] {
            let read = try #require(TextClassifier(bytes: classifier.bytes))
            #expect(read.bytes == classifier.bytes)
            for example in Self.examples {
                let (one, other) = (
                    classifier.prediction(for: example.text), read.prediction(for: example.text)
                )
                #expect(one.ranked.map(\.label) == other.ranked.map(\.label))
                #expect(one.ranked.map(\.margin) == other.ranked.map(\.margin))
                #expect(one.confidence == other.confidence && one.isOutOfScope == other.isOutOfScope)
            }
        }
    }

    @Test func `bytes that are no classifier are refused, however they are damaged`() {
        let bytes = Self.classifier.bytes
        for length in [0, 3, 4, 10, bytes.count / 2, bytes.count - 1] {
            #expect(TextClassifier(bytes: Array(bytes.prefix(length))) == nil)
        }
        #expect(TextClassifier(bytes: bytes + [0]) == nil)
        var hostile = HostileBytes(
            samples: [String(decoding: bytes.prefix(200), as: UTF8.self)], pieces: ["HTC1", "\u{80}"])
        for _ in 0..<500 { #expect(TextClassifier(bytes: hostile.next()) == nil, "seed \(hostile.seed)") }
    }

    @Test func `labels that nothing explains are learnt without harm`() {
        let noise = (0..<600).map { LabelledText("text \($0 % 7)", label: "label \($0 % 60)") }
        let prediction = TextClassifier(training: noise).prediction(for: "text 3")
        #expect(prediction.ranked.count == 5)
    }
}
