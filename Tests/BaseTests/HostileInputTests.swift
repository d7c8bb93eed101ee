import Base
import TestSupport
import Testing

/// Whatever bytes come: an answer or a refusal, soon, and never the end of the program.
struct HostileInputTests {
    @Test func `JSON that is taken means the same when it is written and read again`() throws {
        var hostile = HostileBytes(
            samples: [
                "{\"orderId\":\"o1\",\"lines\":[{\"variantId\":\"a\",\"quantity\":2}],\"note\":\"请\\u5feb\",\"x\":-1.5e3}",
                "[1,2,[3,[4,{\"a\":null}]],true,false,\"\\ud83d\\ude00\\n\"]", "\"\"", "0",
            ],
            pieces: [
                "{", "}", "[", "]", "{\"a\":", "null", "true", "\\u", "\\ud800", "\\udc00", "1e5", "-0", "01",
                "1.",
                ".5",
            ])
        let slowest = try slowest(of: 2_000) {
            let bytes = hostile.next()
            do {
                let value = try JSONParser.parse(bytes)
                #expect(try JSONParser.parse(value.bytes) == value, "seed \(hostile.seed)")
            } catch let refusal as InputRefusal {
                #expect(["jsonMalformed", "jsonTooDeep"].contains(refusal.code))
            }
        }
        #expect(slowest < .seconds(20), "seed \(hostile.seed)")
    }

    @Test func `a file of lines reads the same however it is cut into chunks, and a long line is not kept`() {
        var hostile = HostileBytes(
            samples: ["{\"id\":\"a\"}\n{\"id\":\"b\"}\r\n\n  \n{\"id\":\"c\"}", "\u{FEFF}a\nb\n"],
            pieces: ["\n", "\r", "\r\n", "a", "\u{FEFF}"])
        let slowest = slowest(of: 1_000) {
            let bytes = hostile.next()
            let limit = 1 + hostile.below(40)
            var (whole, cut) = (LineSplitter(limit: limit), LineSplitter(limit: limit))
            let atOnce = whole.push(bytes) + [whole.finish()].compactMap { $0 }
            var (piecewise, rest) = ([ImportLine](), bytes[...])
            while !rest.isEmpty {
                let size = 1 + hostile.below(9)
                piecewise += cut.push(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            piecewise += [cut.finish()].compactMap { $0 }
            #expect(atOnce == piecewise, "seed \(hostile.seed)")
            for case .text(let line) in atOnce.map(\.content) { #expect(line.count <= limit) }
        }
        #expect(slowest < .seconds(20), "seed \(hostile.seed)")
    }

    @Test func `cursors, moments, amounts, languages and ids are read or not, and read back as they were`() {
        var hostile = HostileBytes(
            samples: [
                Cursor(["1795000000000", "C01ABC"]).text, "2026-11-22T08:00:00.000Z",
                "2026-02-30T25:61:61+99:99",
                "CNY 12.50", "zh-TW,zh;q=0.9,en;q=nan", "en;q=-inf, *;q=1e400",
            ],
            pieces: ["T", "Z", "+", ":", ".", "1f", "31", "q=", "zh", "en", "2026", "12", "CNY"])
        let slowest = slowest(of: 2_000) {
            let text = hostile.text()
            for count in 1...3 {
                if let cursor = Cursor(text, count: count) {
                    #expect(Cursor(cursor.text, count: count) == cursor, "seed \(hostile.seed)")
                }
            }
            if let moment = Timestamp(text) {
                #expect(Timestamp(moment.description) == moment, "\(text), seed \(hostile.seed)")
            }
            _ = Money(text)
            _ = Money(digits: text, Currency.cny)
            _ = Language(accepting: text)
            _ = ShopID.isPossible(text)
        }
        #expect(slowest < .seconds(20), "seed \(hostile.seed)")
    }
}
