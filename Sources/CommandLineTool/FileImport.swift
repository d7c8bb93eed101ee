import App
import Base
import Foundation
import Localisation
import Orders
import Staff

/// Reads one file in pieces, so that a million lines need no more memory than a thousand.
struct FileImport {
    let services: Services
    let shop: ShopID

    /// - Returns: how many lines were refused.
    func run(_ path: String, _ kind: ImportKind) async throws -> Int {
        let record = try await services.shops.shop(shop)
        guard let handle = FileHandle(forReadingAtPath: path) else { throw ImportFailure.unreadable(path) }
        let size = (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        var progress = Progress(name: path, size: size)
        var splitter = ImportLines()
        var report = ImportReport()
        var stream = ImportStream(imports: services.imports, kind: kind, shop: record.profile)
        while true {
            let chunk = try handle.read(upToCount: 1 << 20) ?? Data()
            let lines = chunk.isEmpty ? splitter.finish() : splitter.push(chunk)
            for start in stride(from: 0, to: lines.count, by: ImportDesk.batch) {
                let batch = Array(lines[start..<min(start + ImportDesk.batch, lines.count)])
                report.add(try await stream.push(batch))
            }
            progress.advance(by: chunk.count)
            if chunk.isEmpty { break }
        }
        report.add(try await stream.finish())
        progress.finish()
        try await services.imports.finish(report, of: kind, by: .system, in: shop)
        tell(report, path)
        return report.refused
    }

    private func tell(_ report: ImportReport, _ path: String) {
        print("\(path): \(report.saved) saved, \(report.unchanged) unchanged, \(report.refused) refused")
        let texts = services.texts(.english)
        for line in report.badLines {
            let place = line.refusal.field.map { " \($0)" } ?? ""
            print(
                "  line \(line.number)\(place): \(texts["refusal.\(line.refusal.code)", line.refusal.arguments])"
            )
        }
        let left = report.refused - report.badLines.count
        if left > 0 { print("  and \(left) more") }
    }
}

enum ImportFailure: Error, CustomStringConvertible {
    case unreadable(String)

    var description: String {
        switch self {
        case .unreadable(let path): "\(path) cannot be read."
        }
    }
}

/// Cuts chunks into numbered lines; empty ones are counted and left out.
private struct ImportLines {
    private var rest: [UInt8] = []
    private var number = 0

    mutating func push(_ chunk: Data) -> [ImportLine] {
        rest.append(contentsOf: chunk)
        var (lines, start): ([ImportLine], Int) = ([], 0)
        while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            lines += line(rest[start..<end])
            start = end + 1
        }
        rest.removeFirst(start)
        return lines
    }

    mutating func finish() -> [ImportLine] {
        defer { rest = [] }
        return line(rest[...])
    }

    private mutating func line(_ bytes: ArraySlice<UInt8>) -> [ImportLine] {
        number += 1
        var bytes = bytes
        if number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return bytes.isEmpty ? [] : [ImportLine(number: number, bytes: Array(bytes))]
    }
}

/// A bar on a terminal; nothing elsewhere.
private struct Progress {
    let name: String
    let size: Int
    private var done = 0
    private let isShown = isatty(STDERR_FILENO) == 1

    init(name: String, size: Int) {
        self.name = name
        self.size = size
    }

    mutating func advance(by bytes: Int) {
        done += bytes
        guard isShown, size > 0 else { return }
        let filled = min(30, done * 30 / size)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        FileHandle.standardError.write(Data("\r\(bar) \(min(100, done * 100 / size)) % \(name)".utf8))
    }

    func finish() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[2K".utf8)) }
    }
}
