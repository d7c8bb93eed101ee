import CLibPQ
import Storage

/// What the server or the way to it said no with.
struct PostgreSQLFault: Error {
    /// Five characters, PostgreSQL's appendix A; empty where the connection broke.
    let state: String
    /// The constraint that held, otherwise the server's sentence.
    let detail: String

    /// The connection is of no more use; whether a commit under way happened is not known.
    static func lost(_ detail: String) -> PostgreSQLFault { PostgreSQLFault(state: "", detail: detail) }

    /// Others had for too long what a write has to have first.
    static let lockTimeout = PostgreSQLFault(state: "55P03", detail: "waited too long for other writes")

    init(state: String, detail: String) {
        self.state = state
        self.detail = detail
    }

    /// - Parameter result: one whose status is an error.
    init(_ result: OpaquePointer?) {
        func field(_ code: Character) -> String? {
            PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
        }
        state = field("C") ?? ""
        // Sentences name values, which are nobody's business; the name of the constraint says what is needed.
        detail = field("n") ?? field("c") ?? field("M") ?? "no answer"
    }

    /// The server cannot go on with this connection.
    var isLost: Bool {
        state.isEmpty || state.hasPrefix("08") || state.hasPrefix("57P") || state == "25P03"
            || state == "53300"
    }

    /// A savepoint that is to be gone back to was never made.
    var isWithoutSavepoint: Bool { state == "3B001" }

    /// The server takes no writes any more: another one has become the primary.
    var isReadOnly: Bool { state == "25006" }

    /// The same transaction may well go through when it is begun anew: it met another, or a statement's plan is old.
    var mayPass: Bool { ["40001", "40P01", "0A000", "26000"].contains(state) }

    var failure: StorageFailure {
        switch state {
        case "23505": .constraint(kind: .unique, detail: detail)
        case "23514": .constraint(kind: .check, detail: detail)
        case "23503": .constraint(kind: .foreignKey, detail: detail)
        case "23502": .constraint(kind: .notNull, detail: detail)
        case "53100": .diskFull
        case let state where state.hasPrefix("23"): .constraint(kind: .other, detail: detail)
        case let state where state.hasPrefix("53") || state == "55P03" || state == "57014":
            .unavailable("PostgreSQL \(state): \(detail)")
        case _ where isLost || isReadOnly || mayPass: .unavailable("PostgreSQL \(state): \(detail)")
        default: .failed("PostgreSQL \(state): \(detail)")
        }
    }
}

extension StorageFailure {
    /// An engine's error in the words of `Storage`; anything else, such as a refusal, stays what it is.
    static func translated(_ error: any Error) -> any Error { (error as? PostgreSQLFault)?.failure ?? error }
}
