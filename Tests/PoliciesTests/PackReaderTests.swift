import Base
import Policies
import Testing

/// Each example spoils one place of the seven-day pack.
struct FaultExample: Sendable, CustomTestStringConvertible {
    let code: PackFault.Code
    let path: String
    let replace: String
    let with: String
    /// The text in the spoilt pack where the fault is told; the first of its kind.
    let at: String

    init(_ code: PackFault.Code, _ path: String, replace: String, with new: String, at: String? = nil) {
        self.code = code
        self.path = path
        self.replace = replace
        with = new
        self.at = at ?? new
    }

    var testDescription: String { "\(code.rawValue) at \(path)" }
}

@Suite struct PackReaderTests {
    private let yaml: String

    init() throws { yaml = try ShippedPacks.text("seven-day") }

    private static let examples = [
        FaultExample(.unknownFormat, "format", replace: "format: 1", with: "format: 2", at: "2\nname"),
        FaultExample(.malformedCode, "name", replace: "name: seven-day", with: "name: 七日", at: "七日"),
        FaultExample(.unknownKey, "orderChanges", replace: "  address: {", with: "  colour: {", at: "colour"),
        FaultExample(
            .unknownKey, "deadlines", replace: "  rejected: {", with: "  expired: {", at: "expired: {owner"),
        FaultExample(
            .missingKey, "complaints", replace: "within: 3d, warnBefore: 1d}  ", with: "warnBefore: 1d}  ",
            at: "complaints: {"),
        FaultExample(.wrongType, "kinds", replace: "kinds:\n", with: "kinds: all\nx:\n", at: "all\nx"),
        FaultExample(
            .wrongType, "applications.perLine", replace: "perLine: 5", with: "perLine: [5]", at: "[5]"),
        FaultExample(
            .unknownChoice, "kinds.repair.during[0]", replace: "  repair:\n    during: [delivered]",
            with: "  repair:\n    during: [arrived]", at: "arrived"),
        FaultExample(
            .malformedWindow, "kinds.priceProtection.window", replace: "window: {within: 7d, from: paidAt} ",
            with: "window: 7 days ", at: "7 days"),
        FaultExample(
            .unknownChoice, "kinds.returnRefund.exclusions[0]", replace: "exclusions: [customMade,",
            with: "exclusions: [customMake,", at: "customMake"),
        FaultExample(
            .unknownChoice, "refunds.freightWithWholeOrder", replace: "freightWithWholeOrder: true",
            with: "freightWithWholeOrder: yes", at: "yes "),
        FaultExample(
            .emptyList, "refunds.destinations", replace: "destinations: [original]", with: "destinations: []",
            at: "[]       "),
        FaultExample(
            .duplicateItem, "orderChanges.cancel.during[1]", replace: "cancel: {during: [pending, processed]",
            with: "cancel: {during: [pending, pending]", at: "pending]"),
        FaultExample(
            .duplicateItem, "reasons[1].code", replace: "code: orderedByMistake",
            with: "code: noLongerNeeded # again", at: "noLongerNeeded # again"),
        FaultExample(
            .emptyText, "title.en", replace: "en: Seven-day returns", with: "en: \" \"", at: "\" \""),
        FaultExample(.missingText, "title", replace: "  zh-Hant: 七天無理由退貨\n", with: "", at: "title:"),
        FaultExample(
            .textTooLong, "title.en", replace: "Seven-day returns",
            with: String(repeating: "long ", count: 50), at: "long "),
        FaultExample(
            .malformedSpan, "deadlines.reviewing.within", replace: "within: 48h", with: "within: 48x",
            at: "48x"),
        FaultExample(
            .textNotOneLine, "reasons[0].says.en", replace: "en: I no longer need it",
            with: "en: \"I no longer\\nneed it\"", at: "\"I no longer\\n"),
        FaultExample(
            .textNotOneLine, "title.en", replace: "en: Seven-day returns", with: "en: \"Seven\\0days\"",
            at: "\"Seven\\0"),
        FaultExample(
            .textNotOneLine, "freight.remoteRegions[0]", replace: "remoteRegions: [",
            with: "remoteRegions: [\"a\\tb\", ",
            at: "\"a\\tb"),
        FaultExample(
            .controlCharacter, "packing.zh-Hans", replace: "  zh-Hans: 请把商品连同",
            with: "  zh-Hans: \"\\0\" # 请把商品连同",
            at: "\"\\0\" #"),
        FaultExample(.spanTooShort, "promise.within", replace: "within: 5m", with: "within: 0s", at: "0s"),
        FaultExample(
            .spanTooShort, "deadlines.awaitingReturn.within",
            replace: "awaitingReturn: {owner: customer, within: 7d",
            with: "awaitingReturn: {owner: customer, within: 2d",
            at: "2d, warnBefore: 2d, fallback: expire"),
        FaultExample(
            .spanTooShort, "deadlines.offered.within", replace: "offered: {owner: customer, within: 3d",
            with: "offered: {owner: customer, within: 1439m", at: "1439m"),
        FaultExample(
            .spanTooShort, "deadlines.underWay.within", replace: "underWay: {owner: customer, within: 15d",
            with: "underWay: {owner: customer, within: 0d", at: "0d, warnBefore: 5d"),
        FaultExample(
            .malformedAmount, "promise.approveUpTo", replace: "approveUpTo: \"10.00\"",
            with: "approveUpTo: \"10.005\"", at: "\"10.005\""),
        FaultExample(.malformedAmount, "freight.returnCap", replace: "\"18.00\"", with: "\"-18.00\""),
        FaultExample(
            .malformedShare, "promise.offer", replace: "offer: 30%", with: "offer: 130%", at: "130%"),
        FaultExample(.malformedCount, "repairs.most", replace: "most: 2", with: "most: 0", at: "0          "),
        FaultExample(
            .missingDeadline, "deadlines", replace: "  repairing: {", with: "  # repairing: {",
            at: "deadlines:"),
        FaultExample(
            .unfitOwner, "deadlines.underWay.owner", replace: "underWay: {owner: customer",
            with: "underWay: {owner: platform", at: "platform, within"),
        FaultExample(
            .unfitOwner, "deadlines.awaitingReturn.owner", replace: "awaitingReturn: {owner: customer",
            with: "awaitingReturn: {owner: platform",
            at: "platform, within: 7d, warnBefore: 2d, fallback: expire"),
        FaultExample(
            .unfitFallback, "deadlines.awaitingReturn.fallback", replace: "warnBefore: 2d, fallback: expire",
            with: "warnBefore: 2d, fallback: refundInFull", at: "refundInFull"),
        FaultExample(
            .warningTooEarly, "deadlines.refunding.warnBefore", replace: "within: 24h, warnBefore: 12h",
            with: "within: 24h, warnBefore: 1d", at: "1d, fallback: query"),
        FaultExample(
            .unfitStatus, "orderChanges.cancel.during[1]",
            replace: "cancel: {during: [pending, processed]", with: "cancel: {during: [pending, delivered]",
            at: "delivered]"),
        FaultExample(
            .promiseTooLong, "promise.within", replace: "promise:\n  within: 5m",
            with: "promise:\n  within: 31d", at: "31d"),
        FaultExample(
            .promisedBackwards, "compensations[0].promised.until", replace: "from: paidAt, until: shippedAt",
            with: "from: shippedAt, until: paidAt", at: "paidAt}}"),
        FaultExample(
            .limitAboveSuperior, "grantLimits.agent", replace: "agent: \"200.00\"", with: "agent: unlimited",
            at: "agent: unlimited"),
        FaultExample(
            .limitAboveSuperior, "grantLimits.agent", replace: "platform: unlimited",
            with: "platform: \"1.00\"", at: "agent: \"200.00\""),
        FaultExample(
            .unfitStatus, "kinds.returnRefund.during[0]", replace: "  returnRefund:\n    during: [delivered]",
            with: "  returnRefund:\n    during: [processed, delivered]", at: "processed, delivered]\n"),
        FaultExample(
            .unfitStatus, "kinds.exchange.during[1]", replace: "  exchange:\n    during: [delivered]",
            with: "  exchange:\n    during: [delivered, pending]", at: "pending]\n"),
        FaultExample(
            .unfitStatus, "kinds.repair.during[0]", replace: "  repair:\n    during: [delivered]",
            with: "  repair:\n    during: [pending]", at: "pending]\n"),
        FaultExample(
            .remoteCapBelowReturnCap, "freight.remoteCap", replace: "remoteCap: \"25.00\"",
            with: "remoteCap: \"17.99\"", at: "\"17.99\""),
        FaultExample(
            .malformedCount, "repairs.most", replace: "most: 2 ", with: "most: 11 ", at: "11     "),
        FaultExample(.offerOfNothing, "promise.offer", replace: "offer: 30%", with: "offer: 0%", at: "0%  "),
        FaultExample(
            .windowNotBegun, "kinds.refundOnly.faultWindow.from",
            replace:
                "faultWindow: {within: 90d, from: placedAt}               # window of small payments [K]; not",
            with: "faultWindow: {within: 90d, from: deliveredAt}               # window; not",
            at: "from: deliveredAt}               # window; not"),
        FaultExample(
            .windowNotBegun, "kinds.resend.faultWindow.from",
            replace: "faultWindow: {within: 30d, from: shippedAt}",
            with: "faultWindow: {within: 30d, from: deliveredAt}",
            at: "from: deliveredAt}              # 15 d"),
        FaultExample(
            .faultWindowShorter, "kinds.returnRefund.faultWindow",
            replace:
                "faultWindow: {within: 7d, from: deliveredAt, startsNextDay: true, renews: true}  # 消法 24",
            with: "faultWindow: {within: 5d, from: deliveredAt, startsNextDay: true}  # 消法 24",
            at: "faultWindow: {within: 5d"),
        FaultExample(
            .faultWindowShorter, "kinds.returnRefund.faultWindow",
            replace:
                "faultWindow: {within: 7d, from: deliveredAt, startsNextDay: true, renews: true}  # 消法 24",
            with: "faultWindow: {within: 7d, from: placedAt}  # 消法 24",
            at: "faultWindow: {within: 7d, from: placedAt}  #"),
        FaultExample(
            .faultWindowShorter, "kinds.exchange.faultWindow",
            replace: "    window: {within: 7d, from: deliveredAt, startsNextDay: true}       # as returns",
            with: "    window: none       # as returns", at: "faultWindow: {within: 15d"),
        FaultExample(
            .unfitStatus, "reasons[0].during[0]",
            replace: "    kinds: [returnRefund]\n",
            with: "    kinds: [returnRefund]\n    during: [pending]\n", at: "pending]\n  - code"),
        FaultExample(
            .unknownKey, "reasons[0].during", replace: "    kinds: [returnRefund]\n",
            with: "    kinds: [returnRefund]\n    during: {resend: [shipped]}\n", at: "resend: [shipped]"),
        FaultExample(
            .unknownKind, "reasons[1].kinds[1]", replace: "  exchange:\n", with: "  # exchange\n  resend2:\n",
            at: "exchange]"),
        FaultExample(
            .unknownChoice, "repairs.then", replace: "then: customerChooses", with: "then: repair",
            at: "repair "),
        FaultExample(
            .kindWithoutReason, "reasons", replace: "exchange, repair, compensation]",
            with: "exchange, compensation]", at: "reasons:"),
        FaultExample(
            .unknownReason, "orderChanges.cancel.reasons[0]", replace: "cancel: {during",
            with: "cancel: {reasons: [bored], during", at: "bored"),
        FaultExample(
            .unknownCause, "compensations[0].cause", replace: "cause: lateShipping", with: "cause: badLuck",
            at: "badLuck"),
        FaultExample(
            .capBelowFloor, "compensations[0].cap", replace: "cap: \"50.00\"", with: "cap: \"4.99\"",
            at: "\"4.99\""),
    ]

    @Test(arguments: examples)
    func `a fault is told with its code, path, line and column`(example: FaultExample) throws {
        let spoilt = yaml.replacing(example.replace, with: example.with, maxReplacements: 1)
        #expect(spoilt != yaml)
        let fault = try faults(of: spoilt).first { $0.code == example.code && $0.path == example.path }
        let place = try #require(Place(of: example.at, in: spoilt))
        #expect(fault.map { Place(line: $0.line, column: $0.column) } == place)
        #expect(fault?.description.contains("{") == false)
    }

    @Test func `a reason that names a kind which the pack lacks is told at that name`() throws {
        let spoilt = yaml.replacing(/(?m)^  repair:\n(    .*\n)+/, with: "", maxReplacements: 1)
        let fault = try #require(faults(of: spoilt).first)
        #expect(fault.code == .unknownKind)
        #expect(fault.path == "reasons[4].kinds[3]")
        #expect(fault.line == Place(of: "repair, comp", in: spoilt)?.line)
    }

    @Test func `a reason that is compensated has a row that says how much`() throws {
        let spoilt = yaml.replacing(/(?m)^  - \{cause: damagedInTransit, .*\n/, with: "")
        let fault = try #require(faults(of: spoilt).first)
        #expect(fault.code == .compensationWithoutRow)
        #expect(fault.path == "reasons[8].kinds[4]")
        #expect(fault.arguments == ["reason": "damagedInTransit"])
    }

    @Test func `a window that nobody's reason counts from is no fault`() throws {
        // None of the shop's reasons for a resend is a wish of the customer's own.
        let spoilt = yaml.replacing(
            /(?m)^  resend:\n(.*\n)    window: none/,
            with: "  resend:\n    during: [shipped, delivered]\n    window: {within: 90d, from: deliveredAt}")
        #expect(spoilt != yaml)
        #expect(try PackReader.read(spoilt, in: .cny).kinds[.resend]?.window?.within == .days(90))
    }

    @Test func `a reason can be true in some of the order's states, of all its kinds or each by itself`()
        throws
    {
        let pack = try PackReader.read(yaml, in: .cny)
        let (lost, stalled) = (
            try #require(pack.reason("notReceived")), try #require(pack.reason("trackingStalled"))
        )
        #expect(lost.during == [.refundOnly: [.shipped, .delivered], .resend: [.shipped, .delivered]])
        #expect(stalled.during == [.refundOnly: [.shipped], .compensation: [.shipped, .delivered]])
        #expect(try #require(pack.reason("lateDelivery")).during == [.refundOnly: [.shipped]])
        #expect(try #require(pack.reason("noLongerNeeded")).during == [:])
    }

    @Test func `an amount is no finer than its currency`() throws {
        let yen = try #require(Currency("JPY"))
        #expect(try PackReader.read(yaml, in: yen).freight.returnCap == 18)
        let spoilt = yaml.replacing("returnCap: \"18.00\"", with: "returnCap: \"18.50\"")
        let refusal = try #require(throws: PackRefusal.self) { try PackReader.read(spoilt, in: yen) }
        let fault = try #require(refusal.faults.first)
        #expect(refusal.faults.count == 1 && fault.code == .amountTooFine)
        #expect(fault.line == Place(of: "\"18.50\"", in: spoilt)?.line)
        let dinar = try #require(Currency("KWD"))
        #expect(try PackReader.read(spoilt, in: dinar).freight.returnCap == 18_500)
    }

    @Test func `every fault of a text is told at once, in the order of the lines`() throws {
        let spoilt = yaml.replacing("within: 48h", with: "within: 48x", maxReplacements: 1)
            .replacing("perLine: 5", with: "perLine: many").replacing("offer: 30%", with: "offer: 30")
        #expect(try faults(of: spoilt).map(\.code) == [.malformedCount, .malformedSpan, .malformedShare])
    }

    @Test func `a fault reads as a sentence`() throws {
        let spoilt = yaml.replacing("within: 48h", with: "within: 48x", maxReplacements: 1)
        let fault = try #require(faults(of: spoilt).first)
        let wanted = #"deadlines.reviewing.within: "48x" is not a length of time; write 30m, 48h or 7d"#
        #expect(fault.description == "line \(fault.line), column \(fault.column): \(wanted)")
    }

    @Test func `what is too short is told as it was written`() throws {
        let spoilt = yaml.replacing(
            "offered: {owner: customer, within: 3d", with: "offered: {owner: customer, within: 0d")
        let fault = try #require(faults(of: spoilt).first)
        #expect(fault.arguments == ["value": "0d", "least": "1d"])
    }

    @Test func `how to pack may have lines of its own`() throws {
        let lines = yaml.replacing(/(?m)^  en: >-\n    Put/, with: "  en: |-\n    Put")
        #expect(lines != yaml)
        #expect(try PackReader.read(lines, in: .cny).packing[.english].contains("\n"))
    }

    @Test func `a pack that was published with less time for customers is still read`() throws {
        let short = yaml.replacing(
            "offered: {owner: customer, within: 3d, warnBefore: 1d",
            with: "offered: {owner: customer, within: 2m, warnBefore: 1m")
        #expect(short != yaml)
        let pack = try PackReader.read(short, in: .cny, as: .stored)
        #expect(pack.deadlines[.offered]?.within == .minutes(2))
    }

    @Test func `a flood of faults is cut`() throws {
        let flood = yaml + (0..<300).map { "extra\($0): 1\n" }.joined()
        #expect(try faults(of: flood).count == PackRefusal.mostFaults)
    }

    @Test func `amounts, spans and shares become whole numbers`() throws {
        let pack = try PackReader.read(
            yaml.replacing("offer: 30%", with: "offer: 12.5%").replacing(
                "returnCap: \"18.00\"", with: "returnCap: 7.5"),
            in: .cny, version: 3)
        #expect(pack.promise.offerBasisPoints == 1_250)
        #expect(pack.freight.returnCap == 750)
        #expect(pack.deadlines[.reviewing]?.within == .hours(48))
        #expect(pack.version == 3)
    }

    private func faults(of yaml: String) throws -> [PackFault] {
        try #require(throws: PackRefusal.self) { try PackReader.read(yaml, in: .cny) }.faults
    }
}

/// Where a text stands, counted as an editor counts.
struct Place: Equatable {
    let line: Int
    let column: Int

    init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    init?(of text: String, in whole: String) {
        guard let range = whole.firstRange(of: text) else { return nil }
        let lines = whole[..<range.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
        self.init(line: lines.count, column: (lines.last?.unicodeScalars.count ?? 0) + 1)
    }
}
