import CLibPQ
import Storage

/// The types of the schema, by PostgreSQL's numbers for them.
enum ColumnType {
    static let boolean: Oid = 16
    static let bytes: Oid = 17
    static let int64: Oid = 20
    static let int16: Oid = 21
    static let int32: Oid = 23
    static let float64: Oid = 701
    static let numeric: Oid = 1700
}

/// The values of one statement in the form that the server wants: binary for the types of the schema.
struct StatementValues {
    private var bytes: [UInt8] = []
    private var places: [Range<Int>?] = []
    private var formats: [Int32] = []

    /// - Throws: a fault when a value is not of the type that its place has.
    init(_ arguments: [SQLValue], for statement: ServerStatement) throws {
        precondition(arguments.count >= statement.types.count, "a statement lacks a value")
        places.reserveCapacity(statement.types.count)
        for (value, type) in zip(arguments, statement.types) { try append(value, type) }
    }

    private mutating func append(_ value: SQLValue, _ type: Oid) throws {
        let start = bytes.count
        var format: Int32 = 1
        switch (value, type) {
        case (.null, _):
            places.append(nil)
            formats.append(1)
            return
        case (.int(let number), ColumnType.boolean): bytes.append(number == 0 ? 0 : 1)
        case (.int(let number), ColumnType.int64): append(number)
        case (.int(let number), ColumnType.int32): append(try narrow(number, Int32.self))
        case (.int(let number), ColumnType.int16): append(try narrow(number, Int16.self))
        case (.int(let number), _):
            bytes.append(contentsOf: String(number).utf8)
            format = 0
        case (.text(let text), _): append(text)
        case (.bytes(let value), _): bytes.append(contentsOf: value)
        }
        places.append(start..<bytes.count)
        formats.append(format)
        bytes.append(0)  // ends what is sent as text, and gives an empty value an address
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// PostgreSQL's text has no character zero. It becomes U+FFFD, so that nothing is found by it and nothing breaks.
    private mutating func append(_ text: String) {
        guard text.utf8.contains(0) else { return bytes.append(contentsOf: text.utf8) }
        for byte in text.utf8 {
            if byte == 0 { bytes.append(contentsOf: [0xEF, 0xBF, 0xBD]) } else { bytes.append(byte) }
        }
    }

    private func narrow<Number: FixedWidthInteger>(_ number: Int64, _ type: Number.Type) throws -> Number {
        guard let narrow = Number(exactly: number) else {
            throw PostgreSQLFault(state: "22003", detail: "a number is too large for its place")
        }
        return narrow
    }

    func withPointers<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) ->
            Result
    ) -> Result {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = places.map { place in
                place.flatMap { range in start.map { $0 + range.lowerBound } }
            }
            return body(pointers, places.map { Int32($0?.count ?? 0) }, formats)
        }
    }
}
