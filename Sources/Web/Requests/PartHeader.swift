import Base

/// The header lines of one part of a multipart body.
struct PartHeader {
    private(set) var field = ""
    /// Nil for a text field.
    private(set) var fileName: String?
    private(set) var type = ""

    /// - Throws: `WebRefusal.formMalformed` without a field name.
    init(_ bytes: ArraySlice<UInt8>) throws {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw WebRefusal.formMalformed }
        for line in text.split(separator: "\r\n") {
            let name = line.prefix { $0 != ":" }
            let value = line.dropFirst(name.count + 1).drop { $0 == " " }
            switch name.lowercased() {
            case "content-disposition": try readDisposition(String(value))
            case "content-type": type = String(value.prefix { $0 != ";" }.prefix(100)).lowercased()
            default: break
            }
        }
        guard !field.isEmpty else { throw WebRefusal.formMalformed }
    }

    private mutating func readDisposition(_ value: String) throws {
        let parameters = HeaderParameters(value)
        guard value.lowercased().hasPrefix("form-data"), let name = parameters["name"], name.utf8.count <= 200
        else {
            throw WebRefusal.formMalformed
        }
        field = name
        fileName = parameters["filename"].map { Self.lastComponent($0) }
    }

    private static func lastComponent(_ path: String) -> String {
        let name = path.split { $0 == "/" || $0 == "\\" }.last ?? ""
        let clean = name.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
        return String(String(String.UnicodeScalarView(clean)).suffix(Limits.nameCharacters))
    }
}

/// The `; name=value` or `; name="value"` parameters of a header.
struct HeaderParameters {
    private var values: [String: String] = [:]

    init(_ header: String) {
        var rest = header[...].drop { $0 != ";" }
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " }
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst()
            let value = Self.value(&rest)
            if values[name.lowercased()] == nil { values[name.lowercased()] = value }
            rest = rest.drop { $0 != ";" }
        }
    }

    subscript(name: String) -> String? { values[name] }

    private static func value(_ rest: inout Substring) -> String {
        guard rest.first == "\"" else {
            let value = rest.prefix { $0 != ";" && $0 != " " }
            rest = rest.dropFirst(value.count)
            return String(value)
        }
        rest = rest.dropFirst()
        let value = rest.prefix { $0 != "\"" }
        rest = rest.dropFirst(value.count + 1)
        return String(value).replacing("%22", with: "\"").replacing("%0D", with: "").replacing(
            "%0A", with: "")
    }
}
