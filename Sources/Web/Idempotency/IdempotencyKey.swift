import Base
import Hummingbird

/// What a caller names a command by, so that repeating it carries it out once.
public struct IdempotencyKey: Sendable, Hashable {
    public static let mostCharacters = 255

    public let text: String

    /// - Throws: `WebRefusal.idempotencyKeyInvalid` unless it is 1 to 255 visible ASCII characters.
    public init(_ text: String) throws {
        guard (1...Self.mostCharacters).contains(text.utf8.count),
            text.utf8.allSatisfy({ (33...126).contains($0) })
        else { throw WebRefusal.idempotencyKeyInvalid }
        self.text = text
    }

    /// - Throws: `WebRefusal.idempotencyKeyMissing`, `.idempotencyKeyInvalid`.
    public init(_ request: Request) throws {
        guard let text = request.headers[.idempotencyKey] else { throw WebRefusal.idempotencyKeyMissing }
        try self.init(text)
    }

    /// - Throws: `WebRefusal.idempotencyKeyMissing`, `.idempotencyKeyInvalid`.
    public init(_ form: FormBody) throws {
        guard let text = form[FormSeal.keyField] else { throw WebRefusal.idempotencyKeyMissing }
        try self.init(text)
    }
}
