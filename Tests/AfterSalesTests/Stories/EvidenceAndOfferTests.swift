import Base
import Events
import Orders
import Payments
import Policies
import TestSupport
import Testing

@testable import AfterSales

@Suite struct EvidenceStoryTests {
    @Test func `whoever asks for evidence takes back what was offered before`() async throws {
        let world = try await TestWorld.opened()
        let (id, lin) = (try await world.inReview().id, world.lin)
        try await world.offer(.partialRefund, 50_00, on: id, by: lin)
        try await world.act {
            try $0.requestEvidence(id, kinds: [.photo], note: nil, by: lin, in: $1, $2)
        }
        try await world.give([], on: id)
        await #expect(throws: AfterSalesRefusal.offerNotOpen) {
            try await world.accept(1, on: id, by: world.mei)
        }
    }

    @Test func `the policy asks for a photo and decides again when it comes`() async throws {
        let world = try await TestWorld.opened()
        let opened = try await world.open(CaseApplication(.returnRefund, "defective"))
        #expect(opened.state == .awaitingEvidence)
        #expect(opened.decidedAt != nil, "asking for evidence keeps the promise")
        let given = try await world.give([world.upload()], on: opened.id)
        #expect(given.state == .awaitingReturn)
        #expect(given.decision.rules.map(\.id).contains("evidenceGiven"))
    }

    @Test func `a document where a photo is wanted leaves the case to a human`() async throws {
        let world = try await TestWorld.opened()
        let opened = try await world.open(CaseApplication(.returnRefund, "defective"))
        let given = try await world.give([world.upload(Array("%PDF-1.7\n%%EOF".utf8))], on: opened.id)
        #expect(given.state == .reviewing)
    }

    @Test func `words where a photo is wanted go to a person, and silence does not pay for them`()
        async throws
    {
        let world = try await TestWorld.opened()
        let opened = try await world.open(CaseApplication(.refundOnly, "notAsDescribed"))
        #expect(opened.state == .awaitingEvidence)
        let mei = world.mei
        let told = try await world.act {
            try $0.giveEvidence([], note: "I threw it away", on: opened.id, by: mei, in: $1, $2)
        }
        #expect((told.state, told.decision.outcome) == (.reviewing, .human))
        #expect(told.decision.rules.map(\.id) == ["evidenceInWords"])
        try await world.pass(.hours(49))
        let late = try await world.find(opened.id)
        #expect((late.state, late.isEscalated) == (.reviewing, true))
        #expect(try await world.view(opened.id).refunded == nil)
        let shown = try await world.give([world.upload()], on: opened.id)
        #expect(shown.decision.rules.map(\.id).contains("evidenceGiven"), "the photo is decided on")
        #expect(try await world.faults() == [])
    }

    @Test func `林 asks for evidence and decides on it`() async throws {
        let world = try await TestWorld.opened()
        let (lin, id) = (world.lin, try await world.inReview().id)
        let asked = try await world.act {
            try $0.requestEvidence(id, kinds: [.video], note: "How did it come?", by: lin, in: $1, $2)
        }
        #expect(asked.state == .awaitingEvidence)
        #expect(asked.decision.outcome == .askEvidence)
        #expect(try await world.give([world.upload()], on: id).state == .reviewing)
        try await world.approve(id, by: world.supervisor)
        let view = try await world.view(id)
        #expect(view.parts.evidence.map(\.kind) == [.photo])
        #expect(view.parts.notes.map(\.text) == ["How did it come?"])
        #expect(view.record.state == .refunding)
    }

    @Test func `a file of another shop or of nobody is unknown, and too many are too many`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.open(CaseApplication(.returnRefund, "defective")).id
        await #expect(throws: AfterSalesRefusal.fileUnknown(id: "F0")) {
            try await world.give(["F0"], on: id)
        }
        let photo = try await world.upload()
        await #expect(throws: AfterSalesRefusal.tooManyFiles(limit: Limits.filesOfOneCase)) {
            try await world.give(Array(repeating: photo, count: Limits.filesOfOneCase + 1), on: id)
        }
        #expect(try await world.find(id).state == .awaitingEvidence)
    }
}

@Suite struct OfferStoryTests {
    @Test func `梅 accepts half the price and keeps the goods`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        let offered = try await world.offer(.partialRefund, 50_00, on: id, by: world.lin)
        #expect(offered.state == .offered)
        #expect(offered.decision.outcome == .offer)
        #expect(try await world.accept(1, on: id, by: world.mei).state == .refunding)
        try await world.runDueJobs()
        #expect(try await world.view(id).refunded == .fen(50_00))
        #expect(try await world.faults() == [])
    }

    @Test func `an offer of store credit makes the credit and is settled at once`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        try await world.offer(.storeCredit, 60_00, on: id, by: world.lin)
        #expect(try await world.accept(1, on: id, by: world.mei).state == .refunded)
        #expect(try await world.balance("store-credit") == 60_00)
        #expect(try await world.faults() == [])
    }

    @Test func `梅 proposes something else and 林 accepts it`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        try await world.offer(.partialRefund, 30_00, on: id, by: world.lin)
        #expect(try await world.offer(.partialRefund, 70_00, on: id, by: world.mei).state == .reviewing)
        #expect(try await world.view(id).parts.offers.map(\.state) == [.replaced, .open])
        await #expect(throws: AfterSalesRefusal.offerNotYours) {
            try await world.accept(2, on: id, by: world.mei)
        }
        await #expect(throws: AfterSalesRefusal.offerNotOpen) {
            try await world.accept(1, on: id, by: world.mei)
        }
        await #expect(throws: AfterSalesRefusal.offerUnknown) {
            try await world.accept(9, on: id, by: world.lin)
        }
        let accepted = try await world.accept(2, on: id, by: world.lin)
        #expect(accepted.state == .refunding)
        #expect(accepted.agreed == .fen(70_00))
        #expect(accepted.decision.outcome == .approve)
    }

    @Test func `a declined offer goes back to review`() async throws {
        let world = try await TestWorld.opened()
        let (mei, id) = (world.mei, try await world.inReview().id)
        try await world.offer(.partialRefund, 30_00, on: id, by: world.lin)
        let declined = try await world.act { try $0.declineOffer(1, on: id, by: mei, in: $1, $2) }
        #expect(declined.state == .reviewing)
        #expect(try await world.view(id).parts.offers.map(\.state) == [.declined])
    }

    @Test(arguments: [
        (Int64?.none, AfterSalesRefusal.offerNeedsAmount), (0, .offerNeedsAmount), (-5, .offerNeedsAmount),
        (100_01, .offerAboveAsked(most: "100.00 CNY")),
    ])
    func `an offer of money has an amount within what was paid`(
        fen: Int64?, refusal: AfterSalesRefusal
    ) async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        await #expect(throws: refusal) { try await world.offer(.partialRefund, fen, on: id, by: world.owner) }
    }

    @Test func `offers have an end`() async throws {
        let world = try await TestWorld.opened()
        let id = try await world.inReview().id
        for _ in 0..<Limits.offersOfOneCase {
            try await world.offer(.partialRefund, 1, on: id, by: world.lin)
        }
        await #expect(throws: AfterSalesRefusal.tooManyOffers(limit: Limits.offersOfOneCase)) {
            try await world.offer(.partialRefund, 1, on: id, by: world.lin)
        }
    }

    @Test func `goods back for money back, agreed on instead of new goods, ends with the money`() async throws
    {
        let world = try await TestWorld.opened(pack: "pinduoduo-like")
        let photo = try await world.upload()
        let opened = try await world.open(CaseApplication(.resend, "missingItem", evidence: [photo]))
        #expect(opened.state == .reviewing)
        try await world.offer(.returnRefund, on: opened.id, by: world.owner)
        #expect(try await world.accept(1, on: opened.id, by: world.mei).state == .awaitingReturn)
        try await world.sendBack(opened.id)
        try await world.inspect(opened.id)
        try await world.runDueJobs()
        #expect(try await world.view(opened.id).refunded == .fen(100_00))
        #expect(try await world.find(opened.id).state == .refunded)
        #expect(try await world.faults() == [])
    }

    @Test(arguments: [CaseKind.exchange, .repair])
    func `goods whose return means something else are not offered money back for`(kind: CaseKind) async throws
    {
        let world = try await TestWorld.opened(pack: "pinduoduo-like")
        let photo = try await world.upload()
        let line = CaseApplication.Line("pot-white", 1, for: kind == .exchange ? "pot-blue" : nil)
        let opened = try await world.open(CaseApplication(kind, "defective", [line], evidence: [photo]))
        await #expect(throws: AfterSalesRefusal.notForThisKind(kind: kind)) {
            try await world.offer(.returnRefund, on: opened.id, by: world.owner)
        }
    }
}
