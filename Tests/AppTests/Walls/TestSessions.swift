import App
import Base
import Crypto
import Staff
import Testing

extension TestServer {
    /// The cookie of a customer whom the shop's own site lets in.
    func customerSession(_ customer: String, of shop: Qinghe) async throws -> String {
        let (expires, signature) = try await sign(customer, in: shop, lasting: 60, as: "")
        let link = SignedLink(
            shop: ShopID(shop.id), customer: customer, expires: expires, signature: signature)
        return try await services.customerSignIn.redeemLink(link).token
    }

    /// What the shop's site names a customer by to its chat.
    /// - Parameter visit: the token that the browser has.
    func naming(
        _ customer: String, in shop: Qinghe, after visit: String? = nil, lasting seconds: Int64 = 60,
        as mark: String = "chat\n"
    ) async throws -> JSONValue {
        let (expires, signature) = try await sign(customer, in: shop, lasting: seconds, as: mark)
        return .object([
            "customerId": .string(customer), "expires": .string(expires), "signature": .string(signature),
            "visit": visit.map { .string($0) },
        ])
    }

    private func sign(
        _ customer: String, in shop: Qinghe, lasting seconds: Int64, as mark: String
    ) async throws -> (expires: String, signature: String) {
        let secret = "a-secret-of-the-shops-own-site"
        try await root.patch(shop.path("settings"), ["linkSecret": .string(secret)]).expect(200)
        let expires = String(try await clock.now().milliseconds / 1000 + seconds)
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(mark)\(shop.id)\n\(customer)\n\(expires)".utf8),
            using: SymmetricKey(data: Array(secret.utf8)))
        let hex = code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return (expires, hex)
    }

    /// The cookie of somebody who works for the shop, hired for it.
    func staffSession(_ role: String, of shop: Qinghe) async throws -> String {
        let (email, password) = ("\(role)-of-\(shop.id)@example.com", "四月的龙井要趁早 2026")
        let member = try await root.post(
            shop.path("staff"), ["email": .string(email), "name": "林", "role": .string(role)]
        ).expect(201)
        try await root.put(shop.path("staff/\(member.id)/password"), ["password": .string(password)])
            .expect(204)
        let form = SignInForm(
            shop: ShopID(shop.id), email: email, password: password, from: ClientAddress("192.0.2.7"))
        guard case .signedIn(let signedIn) = try await services.sessions.signIn(form) else {
            throw SignInRefusal.signInFailed
        }
        return signedIn.token
    }
}
