import Base
import Foundation
import Language

/// A file of lines with fields separated by tabs.
struct TableFile {
    private let path: String
    private let rows: [[String]]

    init(_ path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("\(path) cannot be read.")
        }
        self.path = path
        rows = try data.split(separator: UInt8(ascii: "\n")).enumerated().compactMap { number, line in
            guard let text = String(validating: line, as: UTF8.self) else {
                throw CommandFailure("\(path), line \(number + 1) is not UTF-8.")
            }
            let fields = text.unicodeScalars.split(separator: "\t", omittingEmptySubsequences: false)
            return fields.map { String($0).trimmingCharacters(in: CharacterSet(charactersIn: "\r\u{FEFF}")) }
        }
        if rows.isEmpty { throw CommandFailure("\(path) is empty.") }
    }

    /// Every row, each with at least so many fields.
    func rows(ofAtLeast count: Int) throws -> [[String]] {
        if let short = rows.firstIndex(where: { $0.count < count }) {
            throw CommandFailure("\(path), line \(short + 1): \(count) fields are needed, separated by tabs.")
        }
        return rows
    }

    func column(_ number: Int) throws -> [String] { try rows(ofAtLeast: number + 1).map { $0[number] } }

    /// Text and label of each line.
    func labelled() throws -> [LabelledText] {
        try rows(ofAtLeast: 2).map { LabelledText($0[0], label: $0[1]) }
    }
}

/// Measures how long something took, in seconds.
struct Stopwatch {
    private var start = ContinuousClock.now

    /// Seconds since it was made or last asked.
    mutating func lap() -> Double {
        let now = ContinuousClock.now
        let elapsed = (now - start).components
        start = now
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    }
}

extension JSONValue {
    /// A number with so many decimals.
    static func decimal(_ value: Double, _ decimals: Int) -> JSONValue {
        .number(String(format: "%.\(decimals)f", locale: Locale(identifier: "en_US_POSIX"), value))
    }

    /// A share from 0 to 1 with four decimals; null for none.
    static func share(_ value: Double?) -> JSONValue { value.map { .decimal($0, 4) } ?? .null }
}
