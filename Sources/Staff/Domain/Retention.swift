import Base

/// For how many days a shop keeps what is personal; afterwards it goes by itself.
public struct Retention: Hashable, Sendable {
    /// After the last order, case or complaint: names, addresses and words. Trade records themselves stay.
    public var customerDays = 1_095
    /// After a case is closed: pictures and papers.
    public var evidenceDays = 180
    /// The same where the platform was asked to decide.
    public var disputedEvidenceDays = 1_095
    /// After they were made: messages to customers.
    public var messageDays = 180
    /// After they last wrote or sent something: conversations with visitors whom nobody knows, with all that is in them.
    public var visitorDays = 180

    public init() {}

    /// What may be set: a month to a hundred years.
    public static let days = 30...36_500

    /// What has a time of its own, in the order in which people are shown it.
    public enum Setting: String, Sendable, CaseIterable {
        case customerDays, evidenceDays, disputedEvidenceDays, messageDays, visitorDays
    }

    public func days(_ setting: Setting) -> Int {
        switch setting {
        case .customerDays: customerDays
        case .evidenceDays: evidenceDays
        case .disputedEvidenceDays: disputedEvidenceDays
        case .messageDays: messageDays
        case .visitorDays: visitorDays
        }
    }

    public var json: JSONValue {
        [
            "customerDays": JSONValue(customerDays), "evidenceDays": JSONValue(evidenceDays),
            "disputedEvidenceDays": JSONValue(disputedEvidenceDays), "messageDays": JSONValue(messageDays),
            "visitorDays": JSONValue(visitorDays),
        ]
    }

    init(stored json: JSONValue?) {
        func days(_ name: String, _ usual: Int) -> Int { json?[name]?.int.map { Int($0) } ?? usual }
        customerDays = days("customerDays", customerDays)
        evidenceDays = days("evidenceDays", evidenceDays)
        disputedEvidenceDays = days("disputedEvidenceDays", disputedEvidenceDays)
        messageDays = days("messageDays", messageDays)
        visitorDays = days("visitorDays", visitorDays)
    }
}

/// A change of some of the times; what is nil stays.
public struct RetentionChange: Sendable {
    private let customerDays, evidenceDays, disputedEvidenceDays, messageDays, visitorDays: Int?

    /// - Throws: `fieldOutOfRange`.
    public init(_ reader: JSONReader) throws {
        var reader = reader
        customerDays = try reader.optionalInt("customerDays", in: Retention.days)
        evidenceDays = try reader.optionalInt("evidenceDays", in: Retention.days)
        disputedEvidenceDays = try reader.optionalInt("disputedEvidenceDays", in: Retention.days)
        messageDays = try reader.optionalInt("messageDays", in: Retention.days)
        visitorDays = try reader.optionalInt("visitorDays", in: Retention.days)
        try reader.finish()
    }

    /// - Parameter days: within `Retention.days`; what is missing stays.
    public init(_ days: [Retention.Setting: Int]) {
        customerDays = days[.customerDays]
        evidenceDays = days[.evidenceDays]
        disputedEvidenceDays = days[.disputedEvidenceDays]
        messageDays = days[.messageDays]
        visitorDays = days[.visitorDays]
    }

    func retention(after old: Retention) -> Retention {
        var new = old
        new.customerDays = customerDays ?? old.customerDays
        new.evidenceDays = evidenceDays ?? old.evidenceDays
        new.disputedEvidenceDays = disputedEvidenceDays ?? old.disputedEvidenceDays
        new.messageDays = messageDays ?? old.messageDays
        new.visitorDays = visitorDays ?? old.visitorDays
        return new
    }
}
