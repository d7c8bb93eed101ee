import Base
import TestSupport
import Testing

@testable import Webhooks

/// Addresses that a shop could give for its webhooks, to reach what it should not.
struct HostileAddressTests {
    @Test func `an address is public and https, or refused, however it is spelt`() {
        var hostile = HostileBytes(
            samples: [
                "https://erp.example.com/huitou", "https://10.0.0.1/", "https://[::1]/", "https://0x7f.1/",
                "https://user@erp.example.com:443/a?b#c", "https://127.0.0.1.nip.example/",
                "http://erp.example.com/",
            ],
            pieces: [
                "://", "@", ":", "[", "]", "#", "?", "localhost", "127.0.0.1", "0x7f000001", "2130706433",
                "。",
                ".local", ".internal", "%6c", "https",
            ])
        let slowest = slowest(of: 2_000) {
            let text = hostile.text()
            guard WebhookRule.httpsOnly.allows(text) else { return }
            let authority = text.dropFirst("https://".count).prefix { !"/?#".contains($0) }
            #expect(
                text.lowercased().hasPrefix("https://") && !authority.contains("@"),
                "\(text), seed \(hostile.seed)")
            #expect(
                text.utf8.allSatisfy { (33...126).contains($0) }, "\(text), seed \(hostile.seed)")
        }
        #expect(slowest < .seconds(20), "seed \(hostile.seed)")
    }

    @Test func `bytes are the public network's, or refused`() {
        var hostile = HostileBytes(samples: ["\u{7F}\0\0\u{1}", "\n\0\0\u{1}"], pieces: ["\0\0\0\0"])
        for _ in 0..<5_000 {
            let bytes = Array(hostile.next().prefix(20))
            if PublicAddress.contains(bytes) { #expect([4, 16].contains(bytes.count)) }
        }
    }

    @Test func `patterns of event types and stored secrets are read or refused`() {
        var hostile = HostileBytes(
            samples: ["case.*", "case.opened", "*", "whsec_AAAAAAAAAAAAAAAAAAAAAAAA"],
            pieces: [".", "*", "whsec_", "="])
        let slowest = slowest(of: 2_000) {
            let text = hostile.text()
            // Refused is fine too.
            if let types = try? EventTypes([text]) { _ = types.contains("case.opened") }
            _ = WebhookSecret.key(text)
        }
        #expect(slowest < .seconds(20), "seed \(hostile.seed)")
    }
}
