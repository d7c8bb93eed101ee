import App
import Base
import Crypto
import Foundation
import Testing

/// Signing in twice over, as people with a browser and a telephone do it.
@Suite(.timeLimit(.minutes(10))) struct TwoStepStoryTests {
    @Test
    func `a shop demands an app: 林 sets one up before anything else, and signs in with it from then on`()
        async throws
    {
        try await PageTests.inShop { server, shop, id in
            var lin = Browser(server.root)
            try await lin.signIn(shop, as: "agent", PageTests.password)
            try await lin.see("/desk/\(shop.id)")
            let before = lin.cookies
            try await server.root.patch(shop.path("settings"), ["demandsSecondFactor": true]).expect(200)
            let desk = "/desk/\(shop.id)"
            let away = try await lin.get("\(desk)/cases/\(id)").expect(303)
            #expect(away.headers["location"] == "\(desk)/account/second-factor")
            var call = Call(method: "GET", path: shop.path("cases"))
            call.headers = [("Cookie", "huitou_staff=\(lin.cookies["huitou_staff"] ?? "")")]
            try await server.root.send(call).expect(401, "keyMissing")

            let page = try await lin.see("\(desk)/account/second-factor")
            try await lin.submit(page, to: "/second-factor").expect(303)
            let begun = try await lin.see("\(desk)/account/second-factor")
            let secret = try #require(begun.text.firstMatch(of: /secret=([A-Z2-7]+)/)).1
            let wrong = try await lin.submit(begun, to: "/confirmation", ["secondFactor.code": "000000"])
            #expect(wrong.status == 422)
            let confirmed = try await lin.submit(
                begun, to: "/confirmation", ["secondFactor.code": Self.code(String(secret))]
            ).expect(200)
            let recovery = confirmed.text.matches(of: /[a-z2-7]{4}(-[a-z2-7]{4}){3}/).map { String($0.0) }
            #expect(recovery.count == 10)
            #expect(lin.cookies["huitou_staff"] != before["huitou_staff"], "a new token for a new right")
            try await lin.see("\(desk)/cases/\(id)")

            var again = Browser(server.root)
            let door = try await again.see("\(desk)/sign-in")
            let asked = try await again.submit(
                door, to: "/sign-in",
                ["signIn.email": "agent@example.com", "signIn.password": PageTests.password]
            ).expect(200)
            #expect(again.cookies["huitou_staff"] == nil)
            try await again.submit(asked, to: "/sign-in/code", ["signIn.code": "999999"]).expect(401)
            try await again.submit(asked, to: "/sign-in/code", ["signIn.code": recovery[0]]).expect(303)
            let account = try await again.see("\(desk)/account")
            #expect(
                account.text.components(separatedBy: "/account/sessions/").count == 3,
                "two devices, one to end")

            // The owner takes the app away; every browser has to begin again.
            let members = try await shop.get("staff").items
            let member = try #require(members.first { $0["email"] == "agent@example.com" })
            #expect(member["secondFactor"] == true)
            let reset = try await shop.post("staff/\(member["id"]?.string ?? "")/second-factor-removal")
            #expect(reset.expect(200).json["secondFactor"] == false)
            try await lin.get("\(desk)/cases/\(id)").expect(303)
        }
    }

    @Test func `signing out everywhere ends every browser, and ending one leaves the others`() async throws {
        try await PageTests.inShop { server, shop, _ in
            var browsers: [Browser] = []
            for _ in 0..<3 {
                var browser = Browser(server.root)
                try await browser.signIn(shop, as: "agent", PageTests.password)
                browsers.append(browser)
            }
            let account = try await browsers[0].see("/desk/\(shop.id)/account")
            let ends = HTMLForm.all(in: account.text).map(\.action).filter {
                $0.contains("/account/sessions/S")
            }
            #expect(ends.count == 2)
            try await browsers[0].submit(account, to: String(try #require(ends.first))).expect(303)
            var alive = 0
            for place in browsers.indices.dropFirst() {
                if try await browsers[place].get("/desk/\(shop.id)").status == 200 { alive += 1 }
            }
            #expect(alive == 1)
            try await browsers[0].submit(account, to: "/account/sessions/removal").expect(303)
            for place in browsers.indices {
                #expect(try await browsers[place].get("/desk/\(shop.id)").status == 303)
            }
        }
    }

    /// What an authenticator app shows now (RFC 6238), written from the standard once more.
    private static func code(_ secret: String) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = secret.compactMap { letters.firstIndex(of: $0) }.flatMap { number in
            (0..<5).reversed().map { number >> $0 & 1 }
        }
        let key = stride(from: 0, through: bits.count - 8, by: 8).map { start in
            UInt8(bits[start..<start + 8].reduce(0) { $0 << 1 | $1 })
        }
        let counter = (Outside.system.now().milliseconds / 30_000).bigEndian
        let hash = Array(
            HMAC<Insecure.SHA1>.authenticationCode(
                for: withUnsafeBytes(of: counter) { Array($0) }, using: SymmetricKey(data: key)))
        let start = Int(hash[19] & 15)
        let number = hash[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        return String(String(1_000_000 + number % 1_000_000).suffix(6))
    }
}
