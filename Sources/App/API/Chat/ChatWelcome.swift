import Base
import Conversations
import Hummingbird
import Jobs
import Localisation
import Staff
import Storage
import Web

/// What a chat shows before anybody has written: whose it is, whether somebody is there, and every text of the script
/// in the reader's language.
enum ChatWelcome {
    /// Their keys begin with `chat.`; the script knows them by the rest.
    static let texts = [
        "open", "close", "title", "here", "away", "empty", "write", "send", "attach", "you", "shop",
        "earlier",
        "edited", "recalled", "recall", "picture", "file", "waiting", "uploading", "refused", "again",
        "remove",
        "offline", "unread", "seen", "tooLarge", "rate", "star1", "star2", "star3", "star4", "star5", "words",
        "rateSend", "thanks", "typing", "contact", "contactSend", "contactIs", "assistant", "person",
        "source",
        "helped", "yes", "no",
    ]

    static func response(
        to request: Request, _ context: WebContext, _ services: Services
    ) async throws -> Response {
        let shop = try context.shop()
        _ = try Query(request).allowing(only: [])
        let record = try await services.shops.shop(shop)
        let reach = try await services.database.read {
            try services.conversations.reachable(in: record.profile.id, $0)
        }
        let table = services.texts(context.language)
        let reader = Reader(table, of: record.profile, at: services.clock.now())
        return .json(
            .object([
                "name": .string(record.name), "isOpen": .bool(reach.isOpen),
                "says": reach.sentence(reader).map { .string($0) },
                "language": .string(context.language.rawValue),
                "texts": JSONValue(Dictionary(uniqueKeysWithValues: texts.map { ($0, table["chat.\($0)"]) })),
                "mostCharacters": JSONValue(Limits.noteCharacters),
                "mostFileBytes": JSONValue(Limits.chatFileBytes),
            ]))
    }
}
