/// `name=value` pairs joined by `&`, in their order.
struct FormPairs: Sendable {
    struct Pair: Sendable, Equatable {
        let name: String
        let value: String
    }

    private(set) var all: [Pair] = []

    init(_ pairs: [Pair]) { all = pairs }

    /// - Throws: `WebRefusal.formMalformed`, `.tooManyFields`.
    init<Bytes: Collection<UInt8>>(_ bytes: Bytes, limit: Int) throws {
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            guard all.count < limit else { throw WebRefusal.tooManyFields(limit: limit) }
            let end = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            guard let name = PercentText.decodedForm(part[..<end]),
                let value = PercentText.decodedForm(part[end...].dropFirst())
            else { throw WebRefusal.formMalformed }
            all.append(Pair(name: name, value: value))
        }
    }

    /// The first value of that name.
    subscript(name: String) -> String? { all.first { $0.name == name }?.value }
}
