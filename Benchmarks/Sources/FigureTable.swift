import Foundation

/// What a figure should be, and whether it is.
struct Budget {
    let text: String
    let isKept: Bool?

    /// Measured for what it says, without a bound.
    static let none = Budget(text: "", isKept: nil)

    static func below(_ bound: Double, _ unit: String, _ figure: Double) -> Budget {
        Budget(text: "< \(plain(bound)) \(unit)".trimmingSuffix, isKept: figure < bound)
    }

    static func atLeast(_ bound: Double, _ unit: String, _ figure: Double) -> Budget {
        Budget(text: ">= \(plain(bound))\(unit)", isKept: figure >= bound)
    }

    func and(_ other: Budget) -> Budget {
        Budget(text: "\(text), \(other.text)", isKept: isKept != false && other.isKept != false)
    }

    var verdict: String { isKept.map { $0 ? "kept" : "missed" } ?? "" }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() ? thousands(Int(number)) : String(number)
    }
}

/// Figures as the Markdown table that docs/benchmarks.md holds.
struct FigureTable {
    private var rows: [(what: String, figure: String, budget: Budget)] = []

    mutating func add(_ what: String, _ figure: String, _ budget: Budget = .none) {
        rows.append((what, figure, budget))
        FileHandle.standardError.write(Data("\(what): \(figure) \(budget.verdict)\n".utf8))
    }

    var text: String {
        (["| what | figure | budget | |", "|---|---|---|---|"]
            + rows.map { "| \($0.what) | \($0.figure) | \($0.budget.text) | \($0.budget.verdict) |" })
            .joined(separator: "\n")
    }
}

/// `1,234,567`
func thousands(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.indices.reduce(into: "") { text, place in
        if place > 0, (digits.count - place).isMultiple(of: 3) { text += "," }
        text.append(digits[place])
    }
}

extension String {
    fileprivate var trimmingSuffix: String { hasSuffix(" ") ? String(dropLast()) : self }
}
