import Base

/// A text that is no policy pack, with everything that is wrong in it, in the order of the lines.
public struct PackRefusal: Refusal, Equatable {
    /// At least one; at most `mostFaults`, so that a wrong file does not flood its reader.
    public let faults: [PackFault]

    public static let mostFaults = 100

    public init(faults: [PackFault]) { self.faults = faults }

    public var code: String { "packInvalid" }
    public var kind: RefusalKind { .unprocessable }
    public var arguments: [String: String] {
        guard let first = faults.first else { return ["count": "0", "line": "1", "column": "1", "path": ""] }
        return [
            "count": String(faults.count), "line": String(first.line), "column": String(first.column),
            "path": first.path,
        ]
    }
}
