import Language
import Testing

struct IntentCorpusTests {
    private static let corpus = Result { try IntentCorpus.shipped() }

    @Test(arguments: Intent.allCases)
    func `every intent has many phrasings in each language`(intent: Intent) throws {
        let corpus = try Self.corpus.get()
        for tongue in IntentCorpus.Tongue.allCases {
            #expect(corpus.count(intent, tongue) >= 10, "\(tongue)")
            let phrases = Set(corpus.phrases(intent, tongue, perLine: 1_000))
            #expect(phrases.count >= 100, "\(tongue)")
        }
        #expect(
            Set(corpus.phrases(intent, .chinese, perLine: 1_000)).count >= (intent.isCourtesy ? 300 : 1_000))
    }

    @Test func `no phrase stands under two intents, and none twice`() throws {
        let corpus = try Self.corpus.get()
        var seen: [String: String] = [:]
        var doubled: [String] = []
        for intent in Intent.allCases {
            for tongue in IntentCorpus.Tongue.allCases {
                for phrase in corpus.phrases(intent, tongue, perLine: 40).map({ NormalText($0).text }) {
                    if let other = seen[phrase] {
                        doubled.append("\(intent.rawValue) and \(other): \(phrase)")
                    }
                    seen[phrase] = intent.rawValue
                }
            }
        }
        #expect(doubled == [])
    }

    @Test func `the same ways of a line are taken every time`() throws {
        let corpus = try Self.corpus.get()
        #expect(corpus.phrases(.invoice, .chinese) == corpus.phrases(.invoice, .chinese))
        #expect(Set(corpus.phrases(.invoice, .english)).count == corpus.phrases(.invoice, .english).count)
    }
}
