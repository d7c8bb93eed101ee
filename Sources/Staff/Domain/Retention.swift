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
    /// After somebody last wrote in it: a closed conversation with a customer, with all that is in it.
    public var conversationDays = 180
    /// The same where an order or a case is shown in it.
    public var tradeConversationDays = 1_095
    /// After it was given or answered: what was written into the feedback box and beside ratings of cases. That it was
    /// given, and how many stars, stays.
    public var feedbackDays = 365
    /// After they left: names and e-mail addresses of those who worked for the shop.
    public var staffDays = 1_095

    public init() {}

    /// What may be set: a month to a hundred years.
    public static let days = 30...36_500

    /// What has a time of its own, in the order in which people are shown it.
    public enum Setting: String, Sendable, CaseIterable {
        case customerDays, evidenceDays, disputedEvidenceDays, messageDays, visitorDays
        case conversationDays, tradeConversationDays, feedbackDays, staffDays
    }

    public func days(_ setting: Setting) -> Int { self[keyPath: Self.place(of: setting)] }

    public var json: JSONValue {
        .object(Setting.allCases.map { JSONValue.Member($0.rawValue, JSONValue(days($0))) })
    }

    init(stored json: JSONValue?) {
        for setting in Setting.allCases {
            if let days = json?[setting.rawValue]?.int { set(setting, Int(days)) }
        }
    }

    mutating func set(_ setting: Setting, _ days: Int) { self[keyPath: Self.place(of: setting)] = days }

    private static func place(of setting: Setting) -> WritableKeyPath<Retention, Int> {
        switch setting {
        case .customerDays: \.customerDays
        case .evidenceDays: \.evidenceDays
        case .disputedEvidenceDays: \.disputedEvidenceDays
        case .messageDays: \.messageDays
        case .visitorDays: \.visitorDays
        case .conversationDays: \.conversationDays
        case .tradeConversationDays: \.tradeConversationDays
        case .feedbackDays: \.feedbackDays
        case .staffDays: \.staffDays
        }
    }
}

/// A change of some of the times; what is missing stays.
public struct RetentionChange: Sendable {
    private let days: [Retention.Setting: Int]

    /// - Throws: `fieldOutOfRange`.
    public init(_ reader: JSONReader) throws {
        var (reader, days) = (reader, [Retention.Setting: Int]())
        for setting in Retention.Setting.allCases {
            days[setting] = try reader.optionalInt(setting.rawValue, in: Retention.days)
        }
        try reader.finish()
        self.days = days
    }

    /// - Parameter days: within `Retention.days`.
    public init(_ days: [Retention.Setting: Int]) { self.days = days }

    func retention(after old: Retention) -> Retention {
        days.reduce(into: old) { $0.set($1.key, $1.value) }
    }
}
