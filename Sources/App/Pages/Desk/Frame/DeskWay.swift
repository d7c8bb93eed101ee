import Staff

/// The ways at the side of the desk, each with who may go it.
enum DeskWay: String, CaseIterable, Sendable {
    case cases, conversations, tasks, orders, refunds, complaints, knowledge, promise, policy, outbox,
        messages, people,
        webhooks, audit
    case settings

    var permission: Permission {
        switch self {
        case .cases: .casesRead
        case .conversations, .tasks: .conversationsRead
        case .orders: .ordersRead
        case .refunds: .refundsRead
        case .complaints: .complaintsRead
        case .knowledge: .knowledgeRead
        case .promise: .casesRead
        case .policy: .policyRead
        case .outbox: .deadLettersManage
        case .messages: .messagesRead
        case .people: .staffManage
        case .webhooks: .shopSettings
        case .audit: .auditRead
        case .settings: .shopSettings
        }
    }

    /// The noun of its address; empty for the start of the desk.
    var noun: String { self == .cases ? "" : rawValue }

    func place(_ call: DeskCall) -> String { noun.isEmpty ? call.path : "\(call.path)/\(noun)" }

    /// Begins a new group below a rule.
    var beginsGroup: Bool { self == .policy }

    /// The strokes of its picture on a field of 24 by 24.
    var strokes: String {
        switch self {
        case .cases: "M4 6h16M4 12h16M4 18h10"
        case .conversations: "M4 5h13v9H9l-5 4zM17 9h3v11l-4-3H9v-3"
        case .tasks: "M5 4h14v16H5zM8 9l2 2 4-4M8 16h8"
        case .orders: "M5 4h14v16H5zM9 9h6M9 13h6"
        case .refunds: "M4 9h13a4 4 0 0 1 0 8H9M4 9l4-4M4 9l4 4"
        case .complaints: "M4 5h16v11H9l-5 4zM12 8v3M12 13.5v.5"
        case .knowledge: "M5 4h6a3 3 0 0 1 1 .5A3 3 0 0 1 13 4h6v15h-6l-1 1-1-1H5zM12 5v14"
        case .promise: "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12 7.5V12l3 2"
        case .policy: "M6 3h9l4 4v14H6zM9 12h7M9 16h7"
        case .outbox: "M4 13l3-8h10l3 8v6H4zM4 13h5l1 2h4l1-2h5"
        case .messages: "M4 6h16v12H4zM4 7l8 6 8-6"
        case .webhooks: "M9 9a4 4 0 1 1 4 5M9 9l-3 6M18 17a3 3 0 1 1-5 1h-4"
        case .audit: "M12 3l7 3v6c0 4-3 7-7 9-4-2-7-5-7-9V6zM9 12l2 2 4-4"
        case .settings: "M5 7h14M5 12h14M5 17h14M9 5v4M15 10v4M8 15v4"
        case .people: "M12 4a4 4 0 1 0 0 8a4 4 0 1 0 0-8M4 20c1-4 4-6 8-6s7 2 8 6"
        }
    }
}
