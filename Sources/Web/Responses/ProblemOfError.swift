import Base
import Hummingbird
import Localisation
import Storage

extension Problem {
    /// What any error that reaches the edge looks like. What is not expected says nothing but its reference.
    public init(_ error: any Error, reference: String, _ texts: TextTable) {
        switch error {
        case let refusal as any Refusal: self.init(refusal, texts)
        case let failure as StorageFailure: self.init(failure, reference: reference, texts)
        case WebFailure.tooManyStreams: self.init(503, "tooManyStreams", texts, retryAfterSeconds: 10)
        case let error as any HTTPResponseError:
            self.init(frameworkStatus: error.status.code, reference, texts)
        default: self.init(500, "internalFault", texts, reference: reference)
        }
    }

    private init(_ failure: StorageFailure, reference: String, _ texts: TextTable) {
        switch failure {
        case .diskFull: self.init(507, "storageFull", texts, reference: reference)
        case .unavailable:
            self.init(503, "storageUnavailable", texts, retryAfterSeconds: 2, reference: reference)
        case .constraint, .unexpectedColumn, .failed:
            self.init(500, "internalFault", texts, reference: reference)
        }
    }

    private init(frameworkStatus status: Int, _ reference: String, _ texts: TextTable) {
        switch status {
        case 404: self.init(404, "routeUnknown", texts)
        case 413:
            let refusal = WebRefusal.bodyTooLarge(limit: Limits.bodyBytes)
            self.init(413, refusal.code, texts, arguments: refusal.arguments)
        case 400..<500: self.init(400, "requestInvalid", texts)
        default: self.init(500, "internalFault", texts, reference: reference)
        }
    }

    /// Whether the operator should hear of it.
    var isFault: Bool { status >= 500 && code != "tooManyStreams" }
}
