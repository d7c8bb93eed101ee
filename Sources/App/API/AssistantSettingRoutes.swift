import Assistant
import Base
import Conversations
import Hummingbird
import Staff
import Storage
import Web

/// When the assistant answers customers, and what it has said to one.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | assistant/settings | conversationsRead | |
/// | PUT | assistant/settings | conversationsAssign | |
/// | GET | conversations/:conversation/assistant-answers | conversationsRead | conversationUnknown |
struct AssistantSettingRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(.get, "assistant/settings", services, may: .conversationsRead) { call in
            let settings = try await call.read { try desk.assistant(in: call.shop.id, $0) }
            return .json(Self.json(settings, services))
        }
        router.shop(.put, "assistant/settings", services, may: .conversationsAssign) { call in
            let settings = try await call.body { reader in
                let mode = try reader.choice("mode", of: AssistantMode.self)
                var values: [AssistantFigure: Int] = [:]
                for figure in AssistantFigure.allCases {
                    values[figure] = try reader.optionalInt(figure.rawValue, in: figure.bounds)
                }
                let known = services.dialogues.dialogues.map(\.name)
                let off = try reader.optionalStrings("off", upTo: 50) ?? []
                for (place, name) in off.enumerated() where !known.contains(name) {
                    throw InputRefusal(
                        "fieldNotAChoice", at: "/off/\(place)", ["choices": known.joined(separator: ", ")])
                }
                return AssistantSettings(mode, values, off: Set(off))
            }
            try await call.services.database.write(in: call.shop.id) {
                try desk.change(assistant: settings, by: call.principal.actor, in: call.shop.id, $0)
            }
            return .json(Self.json(settings, services))
        }
        router.shop(
            .get, "conversations/:conversation/assistant-answers", services, may: .conversationsRead
        ) { call in
            let answers = try await call.read {
                try desk.assistedAnswers(in: call.conversation($0), of: call.shop.id, $0)
            }
            return .list(Page(items: answers, next: nil)) { $0.json }
        }
    }

    /// With whether the model is there that it reads with.
    private static func json(_ settings: AssistantSettings, _ services: Services) -> JSONValue {
        settings.json.adding([
            "dialogues": JSONValue(services.dialogues.dialogues.map(\.name)),
            "state": .string(services.intents.state.rawValue),
        ])
    }
}
