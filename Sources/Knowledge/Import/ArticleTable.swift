import Foundation

/// Articles in a table of comma-separated values (RFC 4180): the first row names the columns, further ways of asking stand in
/// `also` with `|` between them.
struct ArticleTable {
    private let text: String

    init(_ text: String) {
        self.text = text.replacing("\u{FEFF}", with: "").replacing("\r\n", with: "\n")
            .replacing("\r", with: "\n")
    }

    func read() -> ([ArticleImport.Part], [ArticleFaults.Fault]) {
        var rows = CSVRows(text)
        guard let head = rows.next() else { return ([], []) }
        let columns = head.cells.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        var faults = columns.filter { !ArticleImport.Part.fields.contains($0) }.map {
            ArticleFaults.Fault(line: 1, refusal: KnowledgeRefusal.importFieldUnknown(String($0.prefix(40))))
        }
        for needed in ["question", "answer"] where !columns.contains(needed) {
            faults.append(.init(line: 1, refusal: KnowledgeRefusal.importFieldMissing(needed)))
        }
        if Set(columns).count < columns.count {
            faults.append(.init(line: 1, refusal: KnowledgeRefusal.importFieldInvalid("columns")))
        }
        guard faults.isEmpty else { return ([], faults) }
        var parts: [ArticleImport.Part] = []
        while let row = rows.next() {
            if row.cells.allSatisfy(\.isEmpty) { continue }
            guard !row.isCut, row.cells.count == columns.count else {
                faults.append(.init(line: row.line, refusal: KnowledgeRefusal.importRowCut))
                continue
            }
            parts.append(Self.part(row, columns))
        }
        return (parts, faults)
    }

    private static func part(_ row: CSVRows.Row, _ columns: [String]) -> ArticleImport.Part {
        var part = ArticleImport.Part(line: row.line)
        for (column, cell) in zip(columns, row.cells) {
            let value = cell.trimmingCharacters(in: .whitespacesAndNewlines)
            if value.isEmpty { continue }
            if column == "also" {
                part.also = value.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
                    .filter { !$0.isEmpty }
            } else {
                part.values[column] = (value, row.line)
            }
        }
        return part
    }
}

/// The rows of comma-separated values, each with the line where it begins.
struct CSVRows {
    struct Row {
        let line: Int
        var cells: [String]
        /// Whether a quotation mark has no end, or something follows one.
        var isCut = false
    }

    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var line = 1

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func next() -> Row? {
        guard place < scalars.count else { return nil }
        var row = Row(line: line, cells: [])
        while true {
            row.cells.append(cell(&row.isCut))
            guard place < scalars.count else { return row }
            defer { place += 1 }
            if scalars[place] == "\n" {
                line += 1
                return row
            }
        }
    }

    /// Up to the comma or the end of the row, which stay.
    private mutating func cell(_ isCut: inout Bool) -> String {
        var cell = String.UnicodeScalarView()
        let isQuoted = place < scalars.count && scalars[place] == "\""
        if isQuoted { place += 1 }
        var isOpen = isQuoted
        while place < scalars.count {
            let scalar = scalars[place]
            if isOpen, scalar == "\"" {
                if place + 1 < scalars.count, scalars[place + 1] == "\"" {
                    place += 1
                    cell.append(scalar)
                } else {
                    isOpen = false
                }
            } else if !isOpen, scalar == "," || scalar == "\n" {
                return String(cell)
            } else {
                if isQuoted, !isOpen { isCut = true }
                if scalar == "\n" { line += 1 }
                cell.append(scalar)
            }
            place += 1
        }
        if isOpen { isCut = true }
        return String(cell)
    }
}
