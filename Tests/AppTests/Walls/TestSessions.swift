import App
import Base
import Crypto
import Staff
import Testing

extension TestServer {
    /// The cookie of a customer whom the shop's own site lets in.
    func customerSession(_ customer: String, of shop: Qinghe) async throws -> String {
        let secret = "a-secret-of-the-shops-own-site"
        try await root.patch(shop.path("settings"), ["linkSecret": .string(secret)]).expect(200)
        let expires = String(try await clock.now().milliseconds / 1000 + 60)
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(shop.id)\n\(customer)\n\(expires)".utf8),
            using: SymmetricKey(data: Array(secret.utf8)))
        let hex = code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let link = SignedLink(shop: ShopID(shop.id), customer: customer, expires: expires, signature: hex)
        return try await services.customerSignIn.redeemLink(link).token
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
