import Base
import Hummingbird

/// Lines of values between commas (RFC 4180).
enum CSV {
    /// A spreadsheet would take what begins so for a formula.
    private static let formulas: Set<Character> = ["=", "+", "-", "@", "\t", "\r"]

    /// A file of rows that is written while it is read, a page at a time.
    /// - Parameter page: the rows of a page, and where the next begins; nil at the end.
    static func response<Place: Sendable>(
        _ name: String, _ columns: [String], from place: Place,
        _ page: @escaping @Sendable (Place) async throws -> (rows: [[String]], next: Place?)
    ) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(name)\"",
            ],
            body: ResponseBody { writer in
                // The mark in front tells spreadsheets how Chinese is written.
                try await writer.write(ByteBuffer(string: "\u{FEFF}" + line(columns)))
                var next: Place? = place
                while let place = next {
                    let read = try await page(place)
                    let lines = read.rows.map(line).joined()
                    if !lines.isEmpty { try await writer.write(ByteBuffer(string: lines)) }
                    next = read.next
                }
                try await writer.finish(nil)
            })
    }

    private static func line(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    private static func cell(_ text: String) -> String {
        let text = text.first.map(formulas.contains) == true ? "'" + text : text
        guard text.contains(where: { "\",\r\n".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
