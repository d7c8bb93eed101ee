import Base
import Foundation
import Logging
import StoragePostgreSQL
import StorageSQLite

/// Where settings come from besides flags: the environment, and a file with the same names.
extension Configuration {
    /// Takes what the environment says; names that are not ours are passed over.
    /// - Throws: `ConfigurationFailure` naming the variable that cannot be read.
    public mutating func take(_ environment: [String: String]) throws {
        for setting in Self.settings {
            guard let text = environment[setting.name] else { continue }
            try setting.take(&self, SettingText(name: setting.name, text: text))
        }
    }

    /// Takes a file of `NAME=value` lines, as systemd's `EnvironmentFile` reads them too: empty lines and those that
    /// begin with `#` are passed over, quotes around a value are left out.
    /// - Throws: `ConfigurationFailure` for a file that cannot be read, and for the first line that says nothing known.
    public mutating func take(file path: String) throws {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(data: data, encoding: .utf8)
        else { throw ConfigurationFailure(name: "HUITOU_CONFIG", value: path) }
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            try take(line: line, at: "\(path), line \(number + 1)")
        }
    }

    private mutating func take(line: String, at place: String) throws {
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.count == 2, let setting = Self.settings.first(where: { $0.name == parts[0] }) else {
            throw ConfigurationFailure(name: place, value: line)
        }
        try setting.take(&self, SettingText(name: "\(place): \(parts[0])", text: Self.unquoted(parts[1])))
    }

    private static func unquoted(_ text: String) -> String {
        for quote in ["\"", "'"] where text.count >= 2 && text.hasPrefix(quote) && text.hasSuffix(quote) {
            return String(text.dropFirst().dropLast())
        }
        return text
    }
}

/// One setting by the name that it has outside.
private struct Setting: Sendable {
    let name: String
    let take: @Sendable (inout Configuration, SettingText) throws -> Void

    init(_ name: String, _ take: @escaping @Sendable (inout Configuration, SettingText) throws -> Void) {
        self.name = name
        self.take = take
    }
}

extension Configuration {
    /// Every setting that environment and file may say.
    private static let settings: [Setting] = [
        Setting("HUITOU_HOST") { $0.host = $1.text },
        Setting("HUITOU_PORT") { $0.port = try $1.number(in: 0...65_535) },
        Setting("HUITOU_PUBLIC_ADDRESS") { $0.publicAddress = try $1.address() },
        Setting("HUITOU_DATA") { $0.dataDirectory = URL(filePath: $1.text, directoryHint: .isDirectory) },
        Setting("HUITOU_FILES") {
            $0.sharedFilesDirectory = URL(filePath: $1.text, directoryHint: .isDirectory)
        },
        Setting("HUITOU_DATABASE") { $0.database = try $1.connection() },
        Setting("HUITOU_DATABASE_CONNECTIONS") { $0.databaseConnections = try $1.number(in: 2...500) },
        Setting("HUITOU_STATEMENT_SECONDS") { $0.statementSeconds = try $1.number(in: 1...3_600) },
        Setting("HUITOU_LOCK_SECONDS") { $0.lockSeconds = try $1.number(in: 1...3_600) },
        Setting("HUITOU_KEYS") { $0.keys = $1.text },
        Setting("HUITOU_ERASURES") { $0.erasures = $1.text },
        Setting("HUITOU_ROOT_KEY") { $0.rootKey = $1.text },
        Setting("HUITOU_SANDBOX") { $0.isSandbox = try $1.flag() },
        Setting("HUITOU_PROVIDER") { $0.provider = try $1.choice() },
        Setting("HUITOU_DURABILITY") { $0.durability = try $1.uppercased.choice() },
        Setting("HUITOU_KEY_CALLS") { $0.keyCallsPerSecond = try $1.number(in: 1...1_000_000) },
        Setting("HUITOU_KEY_BURST") { $0.keyBurst = try $1.number(in: 1...1_000_000) },
        Setting("HUITOU_ADDRESS_CALLS") { $0.addressCallsPerSecond = try $1.number(in: 1...1_000_000) },
        Setting("HUITOU_ADDRESS_BURST") { $0.addressBurst = try $1.number(in: 1...1_000_000) },
        Setting("HUITOU_CALLER_STREAMS") { $0.callerStreams = try $1.number(in: 1...1_000_000) },
        Setting("HUITOU_ADDRESS_STREAMS") { $0.addressStreams = try $1.number(in: 1...1_000_000) },
        Setting("HUITOU_VISITOR_FILES") { $0.visitorFiles = try $1.number(in: 1...10_000) },
        Setting("HUITOU_ADDRESS_FILES") { $0.addressFiles = try $1.number(in: 1...1_000_000) },
        Setting("HUITOU_REQUEST_SECONDS") { $0.requestSeconds = try $1.number(in: 1...3_600) },
        Setting("HUITOU_IDLE_SECONDS") { $0.idleSeconds = try $1.number(in: 1...3_600) },
        Setting("HUITOU_METRICS_LISTEN") { $0.metricsListen = try $1.listeningAddress() },
        Setting("HUITOU_PROXIES") { $0.proxies = try $1.number(in: 0...10) },
        Setting("HUITOU_PROMISE_ALERT_SECONDS") { $0.promiseAlertSeconds = try $1.number(in: 0...300) },
        Setting("HUITOU_PRIVATE_WEBHOOKS") { $0.allowsPrivateWebhooks = try $1.flag() },
        Setting("HUITOU_STOP_SECONDS") { $0.stopSeconds = try $1.number(in: 0...3_600) },
        Setting("HUITOU_TLS_CERTIFICATE") { $0.tlsCertificate = $1.text.isEmpty ? nil : $1.text },
        Setting("HUITOU_TLS_KEY") { $0.tlsKey = $1.text.isEmpty ? nil : $1.text },
        Setting("HUITOU_STAFF_SESSION_HOURS") { $0.staffSessionHours = try $1.number(in: 1...720) },
        Setting("HUITOU_STAFF_IDLE_MINUTES") { $0.staffIdleMinutes = try $1.number(in: 10...43_200) },
        Setting("HUITOU_CUSTOMER_CODE_HOURS") { $0.customerCodeHours = try $1.number(in: 1...720) },
        Setting("HUITOU_CUSTOMER_LINK_DAYS") { $0.customerLinkDays = try $1.number(in: 1...365) },
        Setting("HUITOU_LOG_FORMAT") { $0.logFormat = try $1.choice() },
        Setting("HUITOU_LOG") { $0.logLevel = try $1.choice() },
    ]
}

/// What a setting says, and where it stands.
private struct SettingText {
    let name: String
    let text: String

    var uppercased: SettingText { SettingText(name: name, text: text.uppercased()) }

    func number(in range: ClosedRange<Int>) throws -> Int {
        guard let number = Int(text), range.contains(number) else { throw unreadable }
        return number
    }

    func flag() throws -> Bool {
        switch text.lowercased() {
        case "1", "true", "yes", "on": true
        case "0", "false", "no", "off", "": false
        default: throw unreadable
        }
    }

    func choice<Choice: RawRepresentable<String>>() throws -> Choice {
        guard let choice = Choice(rawValue: text) else { throw unreadable }
        return choice
    }

    /// A web address without query or fragment; a slash at its end is left out.
    func address() throws -> String {
        guard let parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme),
            parts.host?.isEmpty == false, parts.query == nil, parts.fragment == nil, parts.user == nil
        else { throw unreadable }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    func listeningAddress() throws -> ListeningAddress {
        guard let address = ListeningAddress(text) else { throw unreadable }
        return address
    }

    /// How to reach a database server. A fault does not repeat it, as it may hold a password.
    func connection() throws -> String {
        guard PostgreSQLSettings.isConnection(text) else {
            throw ConfigurationFailure(name: name, value: "…")
        }
        return text
    }

    private var unreadable: ConfigurationFailure { ConfigurationFailure(name: name, value: text) }
}
