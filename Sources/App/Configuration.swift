import Base
import Foundation
import Logging
import StorageSQLite
import Vault

/// Every setting of the program with its default and unit. Flags win over `HUITOU_*` variables,
/// which win over a file of settings, which wins over these.
public struct Configuration: Sendable {
    /// Interface that the server listens on.
    public var host = "127.0.0.1"
    public var port = 8080
    /// Where customers reach the server, as links in messages name it: `https://service.example.cn`, without a slash at
    /// the end. Nil: the interface and port that it listens on, which is right for trying things out only.
    public var publicAddress: String?
    /// Holds the database, uploaded files and the simulated provider's memory.
    public var dataDirectory = URL(filePath: "var", directoryHint: .isDirectory)
    /// Where uploaded files lie, the same place for all nodes of a database; nil: `files` in the data directory.
    public var sharedFilesDirectory: URL?
    /// The file of the keys that seal what lies on the disk; nil: `huitou.keys` in the data directory.
    public var keys: String?
    /// The journal of who was erased; nil: `huitou.erasures` beside the key file.
    public var erasures: String?
    /// How to reach a PostgreSQL server that holds the records instead of a file; nil: the data directory.
    public var database: String?
    /// Most connections of this node to a PostgreSQL server.
    public var databaseConnections = 12
    /// A statement that takes longer is stopped, in seconds. PostgreSQL only.
    public var statementSeconds = 30
    /// A write that waits longer for others in its shop is sent away, in seconds. PostgreSQL only.
    public var lockSeconds = 10
    /// A server whose clock can be advanced by API.
    public var isSandbox = false
    /// The root key of a new data directory; nil: one is made and printed once.
    public var rootKey: String?
    public var durability = SQLiteDatabase.Durability.full
    /// Who moves money outside the shop's own books; nil: simulated in a sandbox, a person elsewhere.
    public var provider: Provider?
    /// Calls a second that one key may make on average, and how many at once.
    public var keyCallsPerSecond = 50
    public var keyBurst = 200
    /// The same for one address that sends no key.
    public var addressCallsPerSecond = 20
    public var addressBurst = 100
    /// Live streams that one caller, and one address without a key, may have open on a node.
    public var callerStreams = 50
    public var addressStreams = 500
    /// Files that a visitor may have sent up and not yet sent in a message, and that one address may send up in an hour.
    public var visitorFiles = 20
    public var addressFiles = 100
    /// How long a connection may take to send the head of a request, and how long it may wait for the next, in seconds.
    public var requestSeconds = 30
    public var idleSeconds = 75
    /// Where `/metrics` is told instead of beside everything else; nil: there.
    public var metricsListen: ListeningAddress?
    /// Proxies of our own in front that add to `X-Forwarded-For`; 0 trusts no header.
    public var proxies = 0
    /// Webhooks and the shops' own senders may lie in private networks and on this machine, and need no TLS.
    public var allowsPrivateWebhooks = false
    public var logLevel = Logger.Level.notice
    /// How a line of the log looks.
    public var logFormat = LogFormat.text
    /// PEM files of the certificate with its chain and of its key; both, and the server speaks TLS itself.
    public var tlsCertificate: String?
    public var tlsKey: String?
    /// How long staff stay signed in at most, in hours, and without any request, in minutes.
    public var staffSessionHours = 12
    public var staffIdleMinutes = 120
    /// How long customers stay signed in who came by a code, in hours, and by the shop's own link, in days.
    public var customerCodeHours = 24
    public var customerLinkDays = 30
    /// How long before the end of the five minutes an undecided case shows as about to break the promise, in seconds.
    public var promiseAlertSeconds = 60
    /// How long a stopping server lets requests finish, in seconds.
    public var stopSeconds = 20

    public enum Provider: String, Sendable, CaseIterable {
        /// A person pays and records the outcome on the refunds page.
        case manual
        /// A provider inside the program that moves no real money.
        case simulated
    }

    public enum LogFormat: String, Sendable, CaseIterable {
        /// A line for people.
        case text
        /// One JSON object a line.
        case json
    }

    public init() {}

    /// The files of the server's own certificate; nil when it speaks plain HTTP.
    /// - Throws: `ConfigurationFailure` where one is named without the other.
    public func tls() throws -> TLSFiles? {
        switch (tlsCertificate, tlsKey) {
        case (nil, nil): nil
        case (let certificate?, let key?): TLSFiles(certificate: certificate, key: key)
        case (let certificate?, nil):
            throw ConfigurationFailure(
                name: "HUITOU_TLS_CERTIFICATE without HUITOU_TLS_KEY", value: certificate)
        case (nil, let key?):
            throw ConfigurationFailure(name: "HUITOU_TLS_KEY without HUITOU_TLS_CERTIFICATE", value: key)
        }
    }

    /// What the server's addresses begin with.
    public var scheme: String { tlsCertificate == nil ? "http" : "https" }

    /// Whether a server has stored anything in the data directory. What is on a PostgreSQL server shows when it is
    /// opened.
    public var holdsData: Bool {
        database != nil
            || FileManager.default.fileExists(
                atPath: dataDirectory.appending(path: DataDirectory.databaseName).path)
    }

    var moneyMover: Provider { provider ?? (isSandbox ? .simulated : .manual) }

    /// The address that links to this server begin with.
    var linkAddress: String { publicAddress ?? "\(scheme)://\(host):\(port)" }

    /// The keys that seal what lies on the disk.
    public var keyFile: KeyFile { KeyFile(keys ?? DataDirectory(dataDirectory).keys) }

    /// Who was erased.
    public var erasureJournal: ErasureJournal {
        erasures.map { ErasureJournal($0) } ?? ErasureJournal(beside: keyFile)
    }

    /// Where uploaded files lie.
    var filesDirectory: URL { sharedFilesDirectory ?? DataDirectory(dataDirectory).files }
}

/// A setting that cannot be read; the program does not start with one.
public struct ConfigurationFailure: Error, CustomStringConvertible {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    public var description: String { "\(name)=\(value) cannot be read; see docs/operating." }
}
