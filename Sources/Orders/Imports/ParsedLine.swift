import Base
import Customers

/// Lines that were read and wait to be written.
public struct ReadBatch: Sendable {
    let lines: [ParsedLine]
}

/// One line read, or why it could not be.
struct ParsedLine: Sendable {
    let number: Int
    let record: Result<ImportRecord, any Error>
    let hash: String
    /// Read beside the record, so that writing need not.
    let doubts: [InputRefusal]
    /// Of an order, sealed; nil while its customer has no key.
    var address: String?

    var customer: Customer? {
        guard case .success(.customer(let customer)) = record else { return nil }
        return customer
    }

    var order: Order? {
        guard case .success(.order(let imported)) = record else { return nil }
        return imported.order
    }

    init(
        _ line: ImportLine, _ kind: ImportKind, _ currency: Currency, _ fingerprint: ([UInt8]) -> String
    ) {
        number = line.number
        switch line.content {
        case .text(let bytes):
            hash = fingerprint(bytes)
            record = Result { try ImportRecord(bytes, kind, currency) }.mapError(Self.inFile)
        case .tooLong:
            hash = ""
            record = .failure(
                InputRefusal(
                    "lineTooLong",
                    [
                        "limit": String(Limits.importLineBytes),
                        "size": ByteCount.words(Limits.importLineBytes),
                    ]))
        }
        doubts = if case .success(let record) = record { ImportDoubts(record: record).all } else { [] }
    }

    /// A fault of the JSON is told by its column alone: the line is the file's, and named already.
    private static func inFile(_ fault: any Error) -> any Error {
        guard let refusal = fault as? InputRefusal, refusal.code == "jsonMalformed" else { return fault }
        let arguments = refusal.arguments.filter { $0.key != "line" }.merging(["of": "line"]) { $1 }
        return InputRefusal(refusal.code, at: refusal.field, arguments, kind: refusal.kind)
    }
}

enum ImportRecord: Sendable {
    case customer(Customer)
    case product(Product)
    case order(ImportedOrder)

    init(_ bytes: [UInt8], _ kind: ImportKind, _ currency: Currency) throws {
        var reader = try JSONReader(JSONParser.parse(bytes))
        switch kind {
        case .customers: self = .customer(try Customer(&reader, currency: currency))
        case .products: self = .product(try Product(&reader, currency: currency))
        case .orders: self = .order(try ImportedOrder(&reader, currency: currency))
        }
    }
}
