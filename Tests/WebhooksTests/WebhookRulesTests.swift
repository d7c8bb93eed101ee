import Base
import Testing
import Webhooks

@Suite struct WebhookRulesTests {
    /// Made with PyPI's standardwebhooks 1.0.1.
    @Test(arguments: [
        (#"{"type":"case.opened","n":1}"#, "v1,fJAk5O+Fqp82EuE/fXyXPIesIIru4wSxtsL0372vQ4Q="),
        (#"{"名":"龙井"}"#, "v1,1zApFzMBB3eScbwolzKOiuHCAVCD/LtAmWtRXxPQSDs="),
    ])
    func `signatures are those of the reference implementation`(body: String, signature: String) {
        let headers = WebhookSignature.headers(
            id: "evt_7_abc", at: Timestamp(milliseconds: 1_793_678_400_000), Array(body.utf8),
            keys: [WebhookSecret.key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")])
        #expect(headers["webhook-signature"] == signature)
        #expect(headers["webhook-timestamp"] == "1793678400")
    }

    @Test(
        arguments: [
            ([8, 8, 8, 8], true), ([114, 114, 114, 114], true), ([10, 0, 0, 1], false),
            ([127, 0, 0, 1], false),
            ([127, 255, 0, 3], false), ([172, 15, 0, 1], true), ([172, 16, 0, 1], false),
            ([172, 32, 0, 1], true),
            ([192, 168, 1, 1], false), ([169, 254, 169, 254], false), ([100, 64, 0, 1], false),
            ([100, 128, 0, 1], true), ([0, 0, 0, 0], false), ([224, 0, 0, 1], false),
            ([255, 255, 255, 255], false),
            ([198, 18, 0, 1], false), ([203, 0, 113, 9], false), ([1, 2, 3], false),
            ([0x24, 0x00, 0xCB, 0, 0x20, 0x48, 0, 1, 0, 0, 0, 0, 0x68, 0x14, 0, 1], true),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 0, 0, 1], false),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 8, 8, 8, 8], true),
            ([0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false),
            ([0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false),
            ([0x20, 0x02, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false),
            ([0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false),
            ([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 1], false),
        ] as [([UInt8], Bool)])
    func `only addresses of the public Internet are called`(address: [UInt8], isPublic: Bool) {
        #expect(PublicAddress.contains(address) == isPublic)
    }

    @Test(arguments: [
        ("https://erp.tea.example/in", true), ("http://erp.tea.example/in", false),
        ("https://10.0.0.1/", false),
        ("https://localhost/", false), ("https://db.internal/", false), ("https://[::1]/", false),
        ("https://user:pw@erp.tea.example/", false), ("ftp://erp.tea.example/", false),
        ("https://127.1/", false), ("https://2130706433/", false),
        ("https://us%FFer@erp.example.com/", false),
    ])
    func `an address has https and a public name`(address: String, isAllowed: Bool) {
        #expect(WebhookRule.httpsOnly.allows(address) == isAllowed)
    }

    @Test(arguments: [["case.*"], ["*"], ["case.opened", "refund.confirmed"]])
    func `events are named by name or kind`(patterns: [String]) throws {
        let types = try EventTypes(patterns)
        #expect(types.contains("case.opened"))
        #expect(!types.contains("webhook.dead"))
    }

    @Test(arguments: [[], ["case"], ["case."], ["*.opened"], ["case.opened.now"], ["case.*.*"], ["卷.*"]])
    func `other names are refused`(patterns: [String]) {
        #expect(throws: WebhookRefusal.eventTypesInvalid) { try EventTypes(patterns) }
    }
}
