import Base
import Conversations
import Hummingbird
import Staff
import Storage
import Web

/// One call of somebody at the chat on a shop's site.
struct ChatCall: APICall {
    let services: Services
    let request: Request
    let context: WebContext
    /// Whose visit it is. They reach their own thread by it and nothing else.
    let principal: Principal
    let record: ShopRecord
    let query: Query

    /// - Parameter names: the parameters that the address takes.
    /// - Throws: `visitMissing`, `shopUnknown`; `queryUnknown` for any other parameter.
    init(_ request: Request, _ context: WebContext, _ services: Services, query names: [String]) async throws
    {
        let id = try context.shop()
        principal = try context.visitor(of: id)
        query = try Query(request).allowing(only: names)
        record = try await services.shops.shop(id)
        self.services = services
        self.request = request
        self.context = context
    }

    var partner: Partner { Partner(actorID: principal.actor.id) }

    func reader(at now: Timestamp) -> Reader { Reader(texts, of: shop, at: now) }

    /// The visitor's thread.
    /// - Throws: `conversationUnknown` before they have written anything.
    func thread(_ transaction: Transaction) throws -> Conversation {
        guard
            let thread = try services.conversations.newest(
                with: partner, on: .page, in: shop.id, transaction)
        else { throw ConversationRefusal.conversationUnknown }
        return thread
    }
}

extension RouterMethods where Context == WebContext {
    /// A route of a shop's chat: the handler gets the call with its visit checked.
    func chat(
        _ method: HTTPRequest.Method, _ path: RouterPath, _ services: Services, query names: [String] = [],
        _ handle: @escaping @Sendable (ChatCall) async throws -> Response
    ) {
        on("/v1/shops/:shop/chat/\(path)", method: method) { request, context in
            try await handle(ChatCall(request, context, services, query: names))
        }
    }
}
