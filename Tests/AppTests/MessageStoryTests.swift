import App
import Base
import Foundation
import Staff
import Storage
import Testing

/// What customers hear of their cases outside the pages.
@Suite struct MessageStoryTests {
    @Test func `a message says until when in words, and links to where customers reach the server`()
        async throws
    {
        try await TestServer.run {
            $0.publicAddress = "https://service.qinghe.example"
        } _: { server in
            let shop = try await Qinghe.open(server.root)
            try await server.root.patch(
                shop.path("settings"), ["messages": "kept", "keepSentMessages": true]
            ).expect(200)
            try await shop.take([TestOrder(id: "pot").json(at: server.clock.now())])
            let back = try await shop.open("returnRefund", "noLongerNeeded", "pot", "pot-white").expect(201)
            try await server.clock.pass()
            let owner = Principal(actor: .system, role: .owner, shop: ShopID(shop.id))
            let sent = try await server.services.database.read { transaction in
                try server.services.messages.list(of: ShopID(shop.id), for: owner, in: transaction).items
                    .first { $0.kind == "caseReturn" }
            }
            let words = try #require(sent).arguments
            #expect(words["link"] == "https://service.qinghe.example/s/qinghe/cases/\(back.id)")
            #expect(try #require(words["until"]).wholeMatch(of: /\d+ 月 \d+ 日 \d\d:\d\d/) != nil)
        }
    }

    @Test(arguments: ["service.example", "ftp://service.example", "https://", "https://a.example/?b=c"])
    func `an address that is no web address stops the program from starting`(text: String) {
        var configuration = Configuration()
        #expect(throws: ConfigurationFailure.self) {
            try configuration.take(["HUITOU_PUBLIC_ADDRESS": text])
        }
    }
}
