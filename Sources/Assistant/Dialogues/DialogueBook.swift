import Base
import Foundation
import Language

/// Every dialogue there is, read from files and checked: nothing is looked up by a name that nobody wrote.
public struct DialogueBook: Sendable {
    /// A file that cannot be read.
    public struct Fault: Error, CustomStringConvertible {
        public let description: String
    }

    /// By their names.
    public let dialogues: [Dialogue]

    /// Those that come with the program.
    public static func shipped() throws -> DialogueBook {
        guard let folder = Bundle.module.url(forResource: "Dialogues", withExtension: nil) else {
            throw Fault(description: "The dialogues are not beside the program.")
        }
        return try DialogueBook(folder: folder)
    }

    init(folder: URL) throws {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        dialogues = try files.filter { $0.pathExtension == "json" }.map { file in
            let name = file.deletingPathExtension().lastPathComponent
            do {
                return try Dialogue(
                    JSONParser.parse(Array(Data(contentsOf: file))), named: name)
            } catch let refusal as InputRefusal {
                throw Fault(description: "\(name): \(refusal.code) at \(refusal.field ?? "/")")
            }
        }.sorted { $0.name < $1.name }
        let intents = dialogues.flatMap(\.intents)
        guard Set(intents).count == intents.count else {
            throw Fault(description: "Two dialogues are for the same wish.")
        }
    }

    public subscript(name: String) -> Dialogue? { dialogues.first { $0.name == name } }

    public subscript(intent: Intent) -> Dialogue? { dialogues.first { $0.intents.contains(intent) } }
}
