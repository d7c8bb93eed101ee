import Base
import Foundation
import Language
import Localisation
import Testing

@testable import Assistant

/// The dialogues that come with the program, and what one may not be.
@Suite struct DialogueBookTests {
    @Test func `every file is a dialogue whose sentences there are in three languages`() throws {
        let book = try DialogueBook.shipped()
        #expect(book.dialogues.count >= 12)
        let texts = try Texts.shipped()
        for dialogue in book.dialogues {
            for language in Base.Language.allCases {
                let missing = (dialogue.keys + ["dialogue.name.\(dialogue.name)"]).filter {
                    !texts(language).keys.contains($0)
                }
                #expect(missing == [], "\(dialogue.name) in \(language)")
            }
            for slot in dialogue.asks.map(\.slot) {
                #expect(texts(.english).keys.contains("dialogue.reached.\(slot.rawValue)"))
            }
        }
    }

    @Test func `each is described in the document`() throws {
        let place = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/dialogues.md")
        let text = try String(contentsOf: place, encoding: .utf8)
        for dialogue in try DialogueBook.shipped().dialogues {
            #expect(text.contains("`\(dialogue.name)`"), "\(dialogue.name)")
            #expect(dialogue.intents.allSatisfy { text.contains("`\($0.rawValue)`") }, "\(dialogue.name)")
        }
    }

    @Test(
        arguments: [
            #"{"intents": ["nothing"], "does": "cancel", "none": "a", "done": "b"}"#,
            #"{"intents": ["cancelOrder"], "does": "cancel", "none": "a", "done": "b"}"#,
            #"{"intents": ["cancelOrder"], "does": "fly", "none": "a", "done": "b"}"#,
            #"{"intents": [], "does": "handOver", "none": "a", "done": "b"}"#,
            #"{"intents": ["stock"], "does": "handOver", "none": "a", "done": "b", "extra": 1}"#,
            #"{"intents": ["returnGoods"], "asks": [{"slot": "order", "says": "a"}], "does": "openCase", "none": "a", "done": "b"}"#,
        ])
    func `what is no dialogue is refused when it is read`(text: String) throws {
        #expect(throws: InputRefusal.self) {
            _ = try Dialogue(JSONParser.parse(text), named: "one")
        }
    }
}
