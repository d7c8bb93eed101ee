import Base
import Hummingbird

/// What a page's form sent, with or without files.
public struct FormBody: Sendable {
    private let pairs: FormPairs
    public let files: [FormFile]

    init(_ pairs: FormPairs, files: [FormFile] = []) {
        self.pairs = pairs
        self.files = files
    }

    /// The most fields of one form.
    static let mostFields = 1_000
    /// The most bytes of one form with files: they are held in memory.
    static let mostBytesWithFiles = 2 * Limits.fileBytes

    /// Reads `application/x-www-form-urlencoded` or `multipart/form-data`.
    /// - Throws: `WebRefusal.bodyTooLarge`, `.fileTooLarge`, `.tooManyFields`, `.formMalformed`,
    ///   `.unsupportedMediaType`.
    public static func read(_ request: Request) async throws -> FormBody {
        switch request.mediaType {
        case "multipart/form-data":
            let boundary = try MultipartBody.boundary(of: request.headers[.contentType] ?? "")
            return try MultipartBody(boundary).parse(try await request.bytes(upTo: mostBytesWithFiles))
        default:
            try request.requireMediaType("application/x-www-form-urlencoded")
            let bytes = try await request.bytes(upTo: Limits.bodyBytes)
            return FormBody(try FormPairs(bytes, limit: mostFields))
        }
    }

    /// The first value of that name as it came.
    public subscript(name: String) -> String? { pairs[name] }

    public func all(_ name: String) -> [String] { pairs.all.filter { $0.name == name }.map(\.value) }

    /// The names that were sent, each once, in their order; for rows such as `quantity.<line>`.
    public var names: [String] {
        var seen: Set<String> = []
        return pairs.all.map(\.name).filter { seen.insert($0).inserted }
    }

    /// A text without surrounding space and with line ends as `\n`; nil when nothing was entered.
    /// - Throws: `InputRefusal` `fieldTooLong`, `fieldControlCharacter`.
    public func text(_ name: String, upTo limit: Int = Limits.nameCharacters) throws -> String? {
        let text = (self[name] ?? "").replacing("\r\n", with: "\n").trimmed
        guard text.utf8.count <= limit * 4, text.count <= limit else {
            throw InputRefusal("fieldTooLong", at: "/" + name, ["limit": String(limit)])
        }
        guard !text.unicodeScalars.contains(where: \.isUnwantedControl) else {
            throw InputRefusal("fieldControlCharacter", at: "/" + name)
        }
        return text.isEmpty ? nil : text
    }

    /// - Throws: as `text`, and `InputRefusal` `fieldMissing`.
    public func requiredText(_ name: String, upTo limit: Int = Limits.nameCharacters) throws -> String {
        guard let text = try text(name, upTo: limit) else {
            throw InputRefusal("fieldMissing", at: "/" + name, ["name": name])
        }
        return text
    }

    /// - Throws: `InputRefusal` `fieldOutOfRange` for anything but a whole number of the range.
    public func int(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = try text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw InputRefusal(
                "fieldOutOfRange", at: "/" + name,
                ["least": String(range.lowerBound), "most": String(range.upperBound)])
        }
        return number
    }

    /// - Throws: `InputRefusal` `fieldNotAChoice`.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) throws -> Choice? where Choice.RawValue == String {
        guard let text = try text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw InputRefusal("fieldNotAChoice", at: "/" + name, ["choices": known])
        }
        return choice
    }

    /// What the visitor entered, as bytes to compare two submissions by; the hidden fields stay out.
    var content: [UInt8] {
        let hidden = [FormSeal.tokenField, FormSeal.keyField]
        var bytes: [UInt8] = []
        for pair in pairs.all where !hidden.contains(pair.name) {
            bytes.append(
                contentsOf: "\(pair.name.utf8.count) \(pair.name)\(pair.value.utf8.count) \(pair.value)".utf8)
        }
        for file in files {
            bytes.append(contentsOf: "\(file.field.utf8.count) \(file.field)\(file.bytes.count) ".utf8)
            bytes.append(contentsOf: file.bytes)
        }
        return bytes
    }
}

/// A file that came with a form.
public struct FormFile: Sendable {
    public let field: String
    /// The name on the visitor's device, without folders; for showing only.
    public let name: String
    /// What the browser believes it is; the bytes decide.
    public let declaredType: String
    public let bytes: ArraySlice<UInt8>
}

extension String {
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
