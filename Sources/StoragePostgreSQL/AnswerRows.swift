import CLibPQ
import Storage

/// Reads rows in the binary form of their types.
extension Answer {
    func forEachRow(_ each: (inout Row) throws -> Void) throws {
        let columns = PQnfields(pointer)
        let types = (0..<columns).map { PQftype(pointer, $0) }
        for row in 0..<PQntuples(pointer) {
            var values: [SQLValue] = []
            values.reserveCapacity(Int(columns))
            for column in 0..<columns { values.append(try value(row, column, types[Int(column)])) }
            var row = Row(values)
            try each(&row)
        }
    }

    private func value(_ row: Int32, _ column: Int32, _ type: Oid) throws -> SQLValue {
        guard PQgetisnull(pointer, row, column) == 0 else { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(pointer, row, column), count: Int(PQgetlength(pointer, row, column)))
        switch type {
        case ColumnType.int64: return .int(Self.number(bytes, Int64.self))
        case ColumnType.int32: return .int(Int64(Self.number(bytes, Int32.self)))
        case ColumnType.int16: return .int(Int64(Self.number(bytes, Int16.self)))
        case ColumnType.boolean: return .int(bytes.first == 0 ? 0 : 1)
        case ColumnType.bytes: return .bytes(Array(bytes))
        case ColumnType.numeric: return .int(Self.wholeNumber(bytes))
        case ColumnType.float64:
            let number = Double(bitPattern: Self.number(bytes, UInt64.self)).rounded(.towardZero)
            guard let whole = Int64(exactly: number) else {
                throw PostgreSQLFault(state: "22003", detail: "a number is out of range")
            }
            return .int(whole)
        default: return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func number<Number: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, _ type: Number.Type
    ) -> Number {
        Number(bigEndian: bytes.loadUnaligned(as: Number.self))
    }

    /// The whole part of a NUMERIC, which sums are: four 16-bit numbers (digits, weight, sign, scale), then digits to
    /// the base 10,000.
    private static func wholeNumber(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        func part(_ index: Int) -> Int16 {
            Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 2, as: Int16.self))
        }
        let (digits, weight) = (Int(part(0)), Int(part(1)))
        var number: Int64 = 0
        for index in 0..<max(0, weight + 1) {
            number = number &* 10_000 &+ (index < digits ? Int64(part(4 + index)) : 0)
        }
        return part(2) == 0x4000 ? -number : number
    }
}
