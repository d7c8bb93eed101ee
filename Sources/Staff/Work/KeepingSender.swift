/// Sends nothing: what it is given stays in the table, for staff of a demonstration shop to read.
struct KeepingSender: MessageSender {
    func send(_ message: OutgoingMessage) async -> SendOutcome { .sent }
}
