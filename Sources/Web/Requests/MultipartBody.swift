import Base

/// Takes a `multipart/form-data` body apart (RFC 7578). File parts stay slices of the body.
struct MultipartBody {
    static let mostParts = 200
    static let mostHeaderBytes = 8_192

    private let delimiter: [UInt8]

    init(_ boundary: String) { delimiter = Array("\r\n--\(boundary)".utf8) }

    /// The `boundary` parameter, 1 to 70 bytes.
    /// - Throws: `WebRefusal.formMalformed`.
    static func boundary(of contentType: String) throws -> String {
        guard let value = HeaderParameters(contentType)["boundary"], (1...70).contains(value.utf8.count)
        else {
            throw WebRefusal.formMalformed
        }
        return value
    }

    /// - Throws: `WebRefusal.formMalformed`, `.tooManyFields`, `.bodyTooLarge` for a text field,
    ///   `.fileTooLarge`.
    func parse(_ bytes: [UInt8]) throws -> FormBody {
        var pairs: [FormPairs.Pair] = []
        var files: [FormFile] = []
        for part in try parts(of: bytes) {
            guard pairs.count + files.count < Self.mostParts else {
                throw WebRefusal.tooManyFields(limit: Self.mostParts)
            }
            let header = try PartHeader(part.header)
            if let name = header.fileName {
                if let file = try file(header, name, part.content) { files.append(file) }
            } else {
                pairs.append(FormPairs.Pair(name: header.field, value: try text(part.content)))
            }
        }
        return FormBody(FormPairs(pairs), files: files)
    }

    private struct Part {
        let header: ArraySlice<UInt8>
        let content: ArraySlice<UInt8>
    }

    /// Each delimiter is followed by a line end and a part, the last one by `--`.
    private func parts(of bytes: [UInt8]) throws -> [Part] {
        var parts: [Part] = []
        guard bytes.starts(with: delimiter.dropFirst(2)) else { throw WebRefusal.formMalformed }
        var place = delimiter.count - 2
        while true {
            let rest = bytes[place...]
            if rest.starts(with: "--".utf8) { return parts }
            guard rest.starts(with: "\r\n".utf8), parts.count <= Self.mostParts,
                let end = ByteSearch.first(delimiter, in: bytes, from: place)
            else { throw WebRefusal.formMalformed }
            parts.append(try part(bytes[(place + 2)..<max(end, place + 2)]))
            place = end + delimiter.count
        }
    }

    private func part(_ bytes: ArraySlice<UInt8>) throws -> Part {
        let head = bytes.prefix(Self.mostHeaderBytes)
        guard let end = ByteSearch.first(Array("\r\n\r\n".utf8), in: head) else {
            throw WebRefusal.formMalformed
        }
        return Part(header: bytes[..<end], content: bytes[(end + 4)...])
    }

    /// A field for files that the visitor left alone comes as an empty file without a name.
    private func file(_ header: PartHeader, _ name: String, _ bytes: ArraySlice<UInt8>) throws -> FormFile? {
        if name.isEmpty && bytes.isEmpty { return nil }
        guard bytes.count <= Limits.fileBytes else {
            throw WebRefusal.fileTooLarge(limit: Limits.fileBytes, field: header.field)
        }
        return FormFile(field: header.field, name: name, declaredType: header.type, bytes: bytes)
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws -> String {
        guard bytes.count <= Limits.bodyBytes else { throw WebRefusal.bodyTooLarge(limit: Limits.bodyBytes) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw WebRefusal.formMalformed }
        return text
    }
}
