import Base
import Conversations
import Web

/// Steps as people write them, one line each: `> title` sends the quick reply of that title, `# tag` adds a tag,
/// `! team question` asks a team, `+ words` opens a case; anything else is just to be done.
enum PlaybookForm {
    static let longest = (Playbook.mostCharacters + 70) * Playbook.mostSteps

    static func lines(_ steps: [PlaybookStep]) -> String {
        steps.map { step in
            switch step.kind {
            case .act: step.words
            case .reply: "> \(step.words)"
            case .openCase: "+ \(step.words)"
            case .tag: "# \(step.reference ?? "")"
            case .task: "! \(step.reference ?? "") \(step.words)"
            }
        }.joined(separator: "\n")
    }

    /// - Throws: `InputRefusal` `playbookLineMalformed` with the line that is none; `tagInvalid`.
    static func steps(_ text: String, _ replies: [QuickReply]) throws -> [PlaybookStep] {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingSpaces }.filter { !$0.isEmpty }
        guard (1...Playbook.mostSteps).contains(lines.count) else { throw malformed(lines.last ?? "") }
        return try lines.map { line in
            guard line.count <= Playbook.mostCharacters + 70 else { throw malformed(line) }
            let rest = String(line.dropFirst()).trimmingSpaces
            switch line.first {
            case ">", "＞":
                guard let reply = replies.first(where: { $0.text.title == rest }) else {
                    throw malformed(line)
                }
                return try PlaybookStep(.reply, rest, reference: reply.id.text)
            case "+", "＋": return try PlaybookStep(.openCase, rest)
            case "#", "＃": return try PlaybookStep(.tag, rest, reference: rest)
            case "!", "！":
                let parts = rest.split(separator: " ", maxSplits: 1).map(String.init)
                guard parts.count == 2, Identifier<Seat>.isPossible(parts[0]) else { throw malformed(line) }
                return try PlaybookStep(.task, parts[1], reference: parts[0])
            default: return try PlaybookStep(.act, line)
            }
        }
    }

    private static func malformed(_ line: String) -> InputRefusal {
        InputRefusal("playbookLineMalformed", at: "/steps", ["line": line], kind: .unprocessable)
    }
}

extension StringProtocol {
    fileprivate var trimmingSpaces: String {
        var part = self[...]
        while part.first?.isWhitespace == true { part = part.dropFirst() }
        while part.last?.isWhitespace == true { part = part.dropLast() }
        return String(part)
    }
}
