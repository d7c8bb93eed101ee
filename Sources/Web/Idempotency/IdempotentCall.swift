import Base
import Crypto
import Hummingbird
import Vault

/// One command as somebody sent it: who, where, by which key, and a digest of what.
public struct IdempotentCall: Sendable {
    let shop: ShopID
    let principal: String
    let key: IdempotencyKey
    /// SHA-256 of method, path and body.
    private(set) var digest: [UInt8]
    let language: Language

    /// A program's command.
    /// - Parameter shop: nil for what belongs to no shop.
    /// - Throws: `WebRefusal.idempotencyKeyMissing`, `.idempotencyKeyInvalid`.
    public init(
        _ request: Request, _ body: JSONBody, by principal: Principal, in shop: ShopID?, _ context: WebContext
    ) throws {
        self.init(
            try IdempotencyKey(request), Self.digest(request, body.bytes), principal, shop, context.language)
    }

    /// A command without a JSON body, such as an uploaded file.
    /// - Throws: `WebRefusal.idempotencyKeyMissing`, `.idempotencyKeyInvalid`.
    public init(
        _ request: Request, bytes: [UInt8], by principal: Principal, in shop: ShopID?, _ context: WebContext
    ) throws {
        self.init(try IdempotencyKey(request), Self.digest(request, bytes), principal, shop, context.language)
    }

    /// A page's form.
    /// - Throws: `WebRefusal.idempotencyKeyMissing`, `.idempotencyKeyInvalid`.
    public init(
        _ request: Request, _ form: FormBody, by principal: Principal, in shop: ShopID?, _ context: WebContext
    ) throws {
        self.init(
            try IdempotencyKey(form), Self.digest(request, form.content), principal, shop, context.language)
    }

    init(
        _ key: IdempotencyKey, _ digest: [UInt8], _ principal: Principal, _ shop: ShopID?,
        _ language: Language
    ) {
        self.key = key
        self.digest = digest
        self.principal = "\(principal.actor.kind.rawValue) \(principal.actor.id)"
        self.shop = shop ?? ""
        self.language = language
    }

    var person: Person { Person(named: principal, of: shop) }

    /// The same call, now that its body has arrived.
    func with(digest: [UInt8]) -> IdempotentCall {
        var call = self
        call.digest = digest
        return call
    }

    private static func digest(_ request: Request, _ bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256(of: request)
        hash.update(data: bytes)
        return Array(hash.finalize())
    }
}

extension SHA256 {
    /// Begins with the method and the path; the body follows.
    init(of request: Request) {
        self.init()
        update(data: Array("\(request.method.rawValue) \(request.uri.string)\n".utf8))
    }
}
