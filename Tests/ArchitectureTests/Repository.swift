import Foundation

/// The repository's own files, as the tests of its structure read them.
enum Repository {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    static func folders(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: path).path)
            .filter { name in
                var isFolder: ObjCBool = false
                let place = root.appending(path: "\(path)/\(name)").path
                return FileManager.default.fileExists(atPath: place, isDirectory: &isFolder)
                    && isFolder.boolValue
            }.sorted()
    }

    /// Every Swift file of the program, read once.
    static let program = Result { try sources(below: "Sources") }

    /// Swift files below a folder, by their paths from the root.
    static func sources(below path: String) throws -> [SourceFile] {
        let names = FileManager.default.enumerator(atPath: root.appending(path: path).path)?.compactMap {
            $0 as? String
        }
        return try (names ?? []).filter { $0.hasSuffix(".swift") }.sorted()
            .map { SourceFile(path: "\(path)/\($0)", text: try text("\(path)/\($0)")) }
    }
}

struct SourceFile: Sendable {
    let path: String
    let imports: Set<String>
    private let lines: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.components(separatedBy: "\n")
        imports = Set(
            lines.compactMap { line in
                let words = line.split(separator: " ").drop { $0.hasPrefix("@") }
                guard words.first == "import", !line.hasPrefix(" ") else { return nil }
                return words.last?.split(separator: ".").first.map(String.init)
            })
    }

    /// `Sources/AfterSales/Store/CaseStore.swift` is AfterSales's.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    /// The lines whose code, not their comment, holds one of the words.
    func places(of words: [String]) -> [Place] {
        lines.enumerated().compactMap { index, line in
            guard let word = words.first(where: { line.contains($0) }) else { return nil }
            let code = line.components(separatedBy: "//")[0]
            guard code.contains(word) else { return nil }
            let around = [index > 0 ? lines[index - 1] : ""] + lines[index..<min(index + 5, lines.count)]
            return Place(path: path, number: index + 1, isExplained: around.contains { $0.contains("//") })
        }
    }
}

/// A line of a file, and whether a comment stands beside it.
struct Place: CustomStringConvertible {
    let path: String
    let number: Int
    let isExplained: Bool

    var description: String { "\(path):\(number)" }
}
