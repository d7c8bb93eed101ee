import Base
import TestSupport
import Testing

@testable import Staff

/// Links, codes and addresses that nobody should send.
struct HostileSecretTests {
    @Test func `a link that the secret did not sign lets nobody in, however it is spelt`() {
        var hostile = HostileBytes(
            samples: ["1795000060", "mei", String(repeating: "0f", count: 32), "qinghe"],
            pieces: ["0f", "-", "+", "１", "\n", "mei", "1795000060"])
        let now = Timestamp(milliseconds: 1_795_000_000_000)
        for _ in 0..<5_000 {
            let link = SignedLink(
                shop: ShopID(hostile.text()), customer: hostile.text(), expires: hostile.text(),
                signature: hostile.text())
            #expect(throws: SignInRefusal.self, "seed \(hostile.seed)") {
                try link.check(for: .door, secret: "a secret of the shop's own", at: now)
            }
        }
    }

    @Test func `keys, stored passwords, codes, devices and addresses are read or not`() {
        var hostile = HostileBytes(
            samples: [
                "scrypt$15$8$1$AAAA$AAAA", "ht_abcdefghijkl_abcdefghijklmnop", "abcd-efgh-2345-mnop",
                "123456",
                "2001:db8::1", "::ffff:192.0.2.1", "Mozilla/5.0 (Windows NT 10.0) Chrome/1",
            ],
            pieces: ["$", "scrypt", ":", "::", "99999999999", "abcd-", "２"])
        let password = OneTimePassword(secret: Array("12345678901234567890".utf8))
        let slowest = slowest(of: 2_000) {
            let text = hostile.text()
            _ = PasswordHash(stored: text)
            if KeyText.isPossible(text) { #expect(text.utf8.count <= 128) }
            if let code = RecoveryCode(typed: text) { #expect(code.text.utf8.count == 19) }
            #expect(password.step(of: text, at: Timestamp(milliseconds: 1_795_000_000_000), after: 0) == nil)
            _ = ClientAddress(text).fingerprint
            #expect(DeviceName.of(text).utf8.count < 30)
        }
        #expect(slowest < .seconds(20), "seed \(hostile.seed)")
    }
}
