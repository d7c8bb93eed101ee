import Base
import TestSupport
import Testing

@Suite struct MoneyTests {
    @Test(arguments: 1...200)
    func `parts of a split sum to the whole and follow their weights`(seed: UInt64) {
        var chance = SeededChance(seed: seed)
        let amount = Int64(chance.below(chance.pick([2, 100, 1_000_000, Int(Limits.largestAmount)])))
        let weights = (0...chance.below(9)).map { _ in Int64(chance.below(chance.pick([3, 1_000_000]))) }
        guard weights.contains(where: { $0 > 0 }) else { return }
        let parts = Money.fen(amount).split(by: weights).map(\.amount)
        #expect(parts.reduce(0, +) == amount, "seed \(seed)")
        let total = weights.reduce(0, +)
        for (part, weight) in zip(parts, weights) {
            let exact = Double(amount) * Double(weight) / Double(total)
            #expect(abs(Double(part) - exact) < 1.001, "seed \(seed)")
            if weight == 0 { #expect(part == 0 || exact > 0, "seed \(seed): nothing for no weight") }
        }
    }

    @Test(arguments: 1...200)
    func `shares taken one after another sum to the whole`(seed: UInt64) {
        var chance = SeededChance(seed: seed)
        let amount = Int64(chance.below(Int(Limits.largestAmount)))
        let whole = 1 + chance.below(Limits.unitsOfOneLine)
        var (already, sum) = (0, Int64(0))
        while already < whole {
            let part = 1 + chance.below(whole - already)
            sum += Money.fen(amount).share(of: part, after: already, whole: whole).amount
            already += part
        }
        #expect(sum == amount, "seed \(seed)")
    }

    @Test(arguments: [
        (Int64(100_00), 500, Int64(5_00)), (99_99, 500, 5_00), (1, 5_000, 1), (1, 4_999, 0), (0, 10_000, 0),
        (Limits.largestAmount, 10_000, Limits.largestAmount), (3_33, 3_333, 1_11),
    ])
    func `a fraction is rounded half up`(amount: Int64, basisPoints: Int, expected: Int64) {
        #expect(Money.fen(amount).fraction(basisPoints: basisPoints) == .fen(expected))
    }

    @Test(arguments: [
        (Int64(50_88), "CNY", "50.88"), (5, "CNY", "0.05"), (0, "CNY", "0.00"), (-5, "CNY", "-0.05"),
        (-1_234_56, "USD", "-1234.56"), (500, "JPY", "500"), (1_234, "KWD", "1.234"), (7, "KWD", "0.007"),
        (Int64.min, "CNY", "-92233720368547758.08"),
    ])
    func `an amount is written with the currency's decimals`(
        amount: Int64, code: String, expected: String
    ) throws {
        #expect(Money(amount, try #require(Currency(code))).digits == expected)
    }

    @Test(arguments: ["", "CN", "cny", "CNYX", "C1Y", "ＣＮＹ"])
    func `a currency is three capital letters`(code: String) { #expect(Currency(code) == nil) }
}

@Suite struct CurrencyTests {
    @Test(arguments: [("CNY", 2), ("JPY", 0), ("KWD", 3), ("VND", 0), ("BIF", 0), ("TWD", 2)])
    func `a currency of ISO 4217 has the decimals that it says`(code: String, digits: Int) throws {
        #expect(try #require(Currency(code)).minorDigits == digits)
    }

    @Test(arguments: ["ZZZ", "cny", "XXX", "XTS", "XAU", "DEM", "", "¥"])
    func `a code that nobody pays in is none, however it looks`(code: String) {
        #expect(Currency(code) == nil)
    }

    @Test func `a code that was taken before stays readable`() {
        #expect(Currency(stored: "ZZZ")?.minorDigits == 2)
    }
}
