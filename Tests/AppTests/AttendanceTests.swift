import Base
import Conversations
import Foundation
import Testing

@testable import App

/// Who is at a conversation and who writes in it: told while it is so, and kept nowhere.
@Suite(.timeLimit(.minutes(15))) struct AttendanceTests {
    private let now = Timestamp(milliseconds: 1_795_000_000_000)
    private let lin = Actor(.staff, "lin")
    private let zhou = Actor(.staff, "zhou")

    private func people(_ attendance: Attendance, after span: Span) -> [Attendance.Presence] {
        attendance.people(at: "V1", of: "tea", now: now + span)
    }

    @Test func `whoever has not said so again for a while is not there any more`() {
        let attendance = Attendance()
        attendance.note(.typing, by: lin, at: "V1", of: "tea", now: now)
        attendance.note(.here, by: zhou, at: "V1", of: "tea", now: now)
        #expect(people(attendance, after: .seconds(0)).map(\.isTyping) == [true, false])
        #expect(people(attendance, after: Attendance.typing).map(\.isTyping) == [false, false])
        attendance.note(.here, by: zhou, at: "V1", of: "tea", now: now + .seconds(30))
        #expect(people(attendance, after: Attendance.stay).map(\.actor) == [zhou])
        attendance.note(.gone, by: zhou, at: "V1", of: "tea", now: now + .seconds(46))
        #expect(people(attendance, after: .seconds(46)).isEmpty)
    }

    @Test func `one shop's conversations are no other's`() {
        let attendance = Attendance()
        attendance.note(.here, by: lin, at: "V1", of: "books", now: now)
        #expect(people(attendance, after: .seconds(0)).isEmpty)
    }

    @Test func `two agents at one thread see each other, and a colleague's draft is left alone`() async throws
    {
        try await PageTests.inShop { server, shop, _ in
            var (lin, owner) = (Browser(server.root), Browser(server.root))
            try await lin.signIn(shop, as: "agent", PageTests.password)
            try await owner.signIn(shop, as: "owner", PageTests.password)
            let id = try await shop.talk(to: "mei")
            let place = "/desk/\(shop.id)/conversations/\(id)"
            try await lin.post("\(place)/attendance", ["is": "typing"]).expect(200)
            #expect(try await owner.see(place).text.contains("正在写回复"))
            #expect(try await !lin.see(place).text.contains("正在写回复"), "nobody is told of themselves")
            try await lin.post("\(place)/attendance", ["is": "gone"]).expect(200)
            #expect(try await !owner.see(place).text.contains("正在写回复"))
            let kept = try await lin.post("\(place)/draft", ["text": "马上为您补，电话 13912345678", "seen": "0"])
            #expect(kept.json["seen"] == 1)
            try await owner.post("\(place)/draft", ["text": "我来", "seen": "0"]).expect(409)
            let page = try await owner.see(place).text
            #expect(page.contains("马上为您补") && !page.contains("13912345678"))
            #expect(try await lin.see(place).text.contains("马上为您补，电话 13912345678</textarea>"))
            let rows = try await server.rowCounts()
            try await shop.post("conversations/\(id)/attendance", ["is": "typing", "by": "customer"])
                .expect(200)
            #expect(try await owner.see(place).text.contains("顾客正在输入"))
            #expect(try await server.rowCounts() == rows, "nothing of it is kept")
        }
    }
}
