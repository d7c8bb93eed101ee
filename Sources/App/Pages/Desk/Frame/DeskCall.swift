import AfterSales
import Base
import Conversations
import Hummingbird
import Jobs
import Localisation
import Markup
import Staff
import Storage
import Web

/// One request of somebody who works in a shop: who they are, which shop, and how their pages and forms are
/// made.
struct DeskCall: Sendable {
    let services: Services
    let request: Request
    let context: WebContext
    let principal: Principal
    let record: ShopRecord
    private let seals: FormSeals
    /// Masked, unless this very request is a recorded wish to see it; hidden from those who may not wish so.
    private(set) var personal: PersonalText
    /// The conversation beside which a case is worked on: its forms come back to it.
    private(set) var thread: Identifier<Conversation>?

    /// - Throws: `notSignedIn`; `shopUnknown`, also for another shop's people.
    init(_ request: Request, _ context: WebContext, _ services: Services) async throws {
        let id = try context.shop()
        principal = try context.principal(for: id, atLeast: .viewer)
        personal = principal.role.may(.personalDataShow) ? .masked : .hidden
        record = try await services.shops.shop(id)
        seals = services.sealer.seals(for: context)
        self.services = services
        self.request = request
        self.context = context
        thread = try Query(request).id("conversation")
    }

    var shop: ShopProfile { record.profile }
    var texts: TextTable { services.texts(context.language) }
    var formatting: Formatting { Formatting(texts, in: record.day) }
    var reader: Reader { Reader(texts, of: shop, at: now) }
    var words: DeskWords { DeskWords(reader: reader, paysByHand: services.isPaidByHand) }
    /// Where the shop's desk begins, for links.
    var path: String { "/desk/\(shop.id)" }
    var now: Timestamp { services.clock.now() }

    func may(_ permission: Permission) -> Bool { principal.role.may(permission) }

    func taker(_ version: Int? = nil) -> StepTaker { StepTaker(principal, version: version) }

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Result
    ) async throws -> Result {
        try await services.database.read(body)
    }

    func seal() -> FormSeal { seals.next() }

    /// The same call for a page that shows personal data.
    func showingPersonalData() -> DeskCall {
        var call = self
        call.personal = .shown
        return call
    }

    /// The same call for what is worked on beside a conversation.
    func beside(_ thread: Identifier<Conversation>) -> DeskCall {
        var call = self
        call.thread = thread
        return call
    }

    /// The place of something with an id below the desk: `cases/C01…`.
    func place<Kind>(_ noun: String, _ id: Identifier<Kind>) -> String { "\(path)/\(noun)/\(id.inPath)" }

    /// A whole page, read in one transaction.
    func page(
        _ title: String, _ way: DeskWay?, _ status: HTTPResponse.Status = .ok,
        _ content: @escaping @Sendable (Transaction) throws -> HTML
    ) async throws -> Response {
        let page = try await read { transaction in
            let shell = try DeskShell(self, way, transaction)
            return shell.page(title, try content(transaction))
        }
        return .page(page.body, status)
    }

    /// A part of a page that follows the live stream.
    func panel(_ content: @escaping @Sendable (Transaction) throws -> HTML) async throws -> Response {
        .page(try await read(content))
    }
}

extension RouterMethods where Context == WebContext {
    /// A route of the desk: its handler gets the call with its caller checked; what is refused is told inside
    /// the desk.
    func desk(
        _ method: HTTPRequest.Method, _ path: RouterPath, _ services: Services, may permission: Permission,
        _ handle: @escaping @Sendable (DeskCall) async throws -> Response
    ) {
        on("/desk/:shop/\(path)", method: method) { request, context in
            if case .unfinished = context.caller, context.surface == .page {
                return Response.seeOther("/desk/\(try context.shop().inPath)/account/second-factor")
            }
            let call = try await DeskCall(request, context, services)
            do {
                try call.principal.require(permission, in: call.shop.id)
                return try await handle(call)
            } catch let refusal as any Refusal {
                return try await call.refusal(refusal)
            }
        }
    }
}

extension DeskCall {
    /// A page that says what was refused, with every way still open.
    fileprivate func refusal(_ refusal: any Refusal) async throws -> Response {
        guard context.surface == .page else { throw refusal }
        let problem = Problem(refusal, texts)
        return try await page(problem.title, nil, HTTPResponse.Status(code: problem.status)) {
            [texts, path] _ in
            "<div class=\"page\">\(ProblemPanel(problem, texts, home: path))</div>"
        }
    }
}
