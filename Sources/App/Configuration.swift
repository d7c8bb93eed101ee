import Base
import Foundation
import Logging
import StorageSQLite

/// Every setting of the program with its default and unit. Flags win over `HUITOU_*` variables, which win over these.
public struct Configuration: Sendable {
    /// Interface that the server listens on.
    public var host = "127.0.0.1"
    public var port = 8080
    /// Holds the database, uploaded files and the simulated provider's memory.
    public var dataDirectory = URL(filePath: "var", directoryHint: .isDirectory)
    /// A server whose clock can be advanced by API. Its payment provider is simulated.
    public var isSandbox = false
    /// The root key of a new data directory; nil: one is made and printed once.
    public var rootKey: String?
    public var durability = SQLiteDatabase.Durability.full
    /// Who moves money outside the shop's own books.
    public var provider = Provider.manual
    /// Calls a second that one key may make on average, and how many at once.
    public var keyCallsPerSecond = 50
    public var keyBurst = 200
    /// The same for one address that sends no key.
    public var addressCallsPerSecond = 20
    public var addressBurst = 100
    /// Proxies of our own in front that add to `X-Forwarded-For`; 0 trusts no header.
    public var proxies = 0
    /// Webhooks to this machine are allowed: for trying things out.
    public var allowsLoopbackWebhooks = false
    public var logLevel = Logger.Level.notice
    /// How long a stopping server lets requests finish, in seconds.
    public var stopSeconds = 20

    public enum Provider: String, Sendable, CaseIterable {
        /// A person pays and records the outcome on the refunds page.
        case manual
        /// A provider inside the program that moves no real money.
        case simulated
    }

    public init() {}

    /// Takes what the environment says.
    /// - Throws: `ConfigurationFailure` naming the variable that cannot be read.
    public mutating func take(_ environment: [String: String]) throws {
        if let text = environment["HUITOU_HOST"] { host = text }
        if let text = environment["HUITOU_PORT"] { port = try number(text, "HUITOU_PORT", in: 0...65_535) }
        if let text = environment["HUITOU_DATA"] {
            dataDirectory = URL(filePath: text, directoryHint: .isDirectory)
        }
        if let text = environment["HUITOU_ROOT_KEY"] { rootKey = text }
        if let text = environment["HUITOU_SANDBOX"] { isSandbox = text == "1" || text == "true" }
        if let text = environment["HUITOU_PROVIDER"] { provider = try choice(text, "HUITOU_PROVIDER") }
        if let text = environment["HUITOU_DURABILITY"] {
            durability = try choice(text.uppercased(), "HUITOU_DURABILITY")
        }
        if let text = environment["HUITOU_PROXIES"] {
            proxies = try number(text, "HUITOU_PROXIES", in: 0...10)
        }
        if let text = environment["HUITOU_LOG"] {
            guard let level = Logger.Level(rawValue: text) else {
                throw ConfigurationFailure(name: "HUITOU_LOG", value: text)
            }
            logLevel = level
        }
    }

    private func number(_ text: String, _ name: String, in range: ClosedRange<Int>) throws -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw ConfigurationFailure(name: name, value: text)
        }
        return number
    }

    private func choice<Choice: RawRepresentable>(_ text: String, _ name: String) throws -> Choice
    where Choice.RawValue == String {
        guard let choice = Choice(rawValue: text) else { throw ConfigurationFailure(name: name, value: text) }
        return choice
    }
}

/// A setting that cannot be read; the program does not start with one.
public struct ConfigurationFailure: Error, CustomStringConvertible {
    public let name: String
    public let value: String

    public var description: String { "\(name)=\(value) cannot be read; see huitou serve --help" }
}
