import App
import Base
import Foundation
import Orders
import Staff

/// Reads one file in pieces, so that a million lines need no more memory than a thousand.
struct FileImport {
    let services: Services
    let shop: ShopID

    /// - Returns: how many lines were refused.
    func run(_ path: String, _ kind: ImportKind) async throws -> Int {
        let record = try await services.shops.shop(shop)
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw CommandFailure("\(path) cannot be read.")
        }
        let size = (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        let bar = ProgressBar(path, of: Int64(size))
        var splitter = LineSplitter()
        var report = ImportReport()
        var stream = ImportStream(imports: services.imports, kind: kind, shop: record.profile)
        while true {
            let chunk = try handle.read(upToCount: 1 << 20) ?? Data()
            let lines = chunk.isEmpty ? [splitter.finish()].compactMap { $0 } : splitter.push(chunk)
            for start in stride(from: 0, to: lines.count, by: ImportDesk.batch) {
                let batch = Array(lines[start..<min(start + ImportDesk.batch, lines.count)])
                report.add(try await stream.push(batch))
            }
            bar.advance(by: chunk.count)
            if chunk.isEmpty { break }
        }
        report.add(try await stream.finish())
        bar.finish()
        try await services.imports.finish(report, of: kind, by: .system, in: shop)
        tell(report, path)
        return report.refused
    }

    private func tell(_ report: ImportReport, _ path: String) {
        print("\(path): \(report.saved) saved, \(report.unchanged) unchanged, \(report.refused) refused")
        report.badLines.forEach(tell)
        let left = report.refused - report.badLines.count
        if left > 0 { print("  and \(left) more") }
        if !report.doubtfulLines.isEmpty { print("  taken, but to be looked at:") }
        report.doubtfulLines.forEach(tell)
    }

    private func tell(_ line: BadLine) {
        let place = line.refusal.field.flatMap { $0.isEmpty || $0 == "/" ? nil : " \($0)" } ?? ""
        print("  line \(line.number)\(place): \(RefusalSentence.english(line.refusal))")
    }
}
