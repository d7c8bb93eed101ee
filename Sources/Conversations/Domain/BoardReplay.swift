import Base
import Events

/// Who waited, with whom, and who was there at some moment, told from what had happened until then.
public struct BoardReplay: Sendable {
    public struct Thread: Sendable, Hashable {
        public internal(set) var isOpen = true
        public internal(set) var waitingSince: Timestamp?
        public internal(set) var assignee: String?
        /// The target of the wait was broken.
        public internal(set) var isOverdue = false
    }

    public struct Seat: Sendable, Hashable {
        public internal(set) var isPresent: Bool
        public internal(set) var capacity: Int
        public internal(set) var since: Timestamp
    }

    public private(set) var threads: [Identifier<Conversation>: Thread] = [:]
    public private(set) var seats: [String: Seat] = [:]

    public init() {}

    /// Kinds of subjects whose events tell it.
    static let subjects = ["conversation", "seat"]

    /// Those in which a customer waited, longest first.
    public var waiting: [Identifier<Conversation>] { waiting(where: { _ in true }) }

    /// Those of them whose target was broken.
    public var overdue: [Identifier<Conversation>] { waiting(where: \.isOverdue) }

    public var present: [String] { seats.filter(\.value.isPresent).map(\.key).sorted() }

    /// What an agent had, by id.
    public func threads(of agent: String) -> [Identifier<Conversation>] {
        threads.filter { $0.value.isOpen && $0.value.assignee == agent }.map(\.key).sorted()
    }

    /// Events in the order in which they happened.
    mutating func take(_ event: DomainEvent) {
        if event.subject.kind == "seat" {
            take(seat: event)
        } else {
            take(conversation: event)
        }
    }

    // MARK: Parts

    private mutating func take(seat event: DomainEvent) {
        let (isPresent, capacity) = (
            event.detail["present"]?.bool ?? false, Int(event.detail["capacity"]?.int ?? 0)
        )
        let before = seats[event.subject.id]
        let since = before?.isPresent == isPresent ? before?.since : nil
        seats[event.subject.id] = Seat(isPresent: isPresent, capacity: capacity, since: since ?? event.at)
    }

    private mutating func take(conversation event: DomainEvent) {
        let id = Identifier<Conversation>(event.subject.id)
        var thread = threads[id] ?? Thread()
        switch event.type {
        case "conversation.messagePosted": thread.take(message: event)
        case "conversation.assigned":
            (thread.isOpen, thread.assignee) = (true, event.detail["assignee"]?.string)
        case "conversation.released": thread.assignee = nil
        case "conversation.handedOver": thread.waitingSince = event.at
        case "conversation.closed": thread = Thread(isOpen: false)
        case "conversation.splitAway":
            thread.isOpen = event.detail["state"]?.string != Conversation.State.closed.rawValue
            thread.assignee = event.detail["assignee"]?.string
            thread.waitingSince = event.detail["waitingSince"]?.string.flatMap { Timestamp($0) }
        case "conversation.joined", "conversation.mergedHere", "conversation.splitHere":
            thread.waitingSince = event.detail["waitingSince"]?.string.flatMap { Timestamp($0) }
        case "conversation.targetBroken": thread.isOverdue = true
        default: break  // Events of other slices' words, and marks, tags and notes, change nothing here.
        }
        threads[id] = thread
    }

    private func waiting(
        where isMeant: (Thread) -> Bool
    ) -> [Identifier<Conversation>] {
        threads.compactMap { id, thread in
            thread.isOpen && isMeant(thread) ? thread.waitingSince.map { (since: $0, id: id) } : nil
        }.sorted { ($0.since, $0.id) < ($1.since, $1.id) }.map(\.id)
    }
}

extension BoardReplay.Thread {
    /// What customers write begins a wait and opens what was closed; what people of the shop write ends it.
    fileprivate mutating func take(message event: DomainEvent) {
        if event.detail["by"]?.string == Speaker.Side.customer.rawValue {
            let isAssisted = event.detail["assisted"]?.bool == true
            (isOpen, waitingSince) = (true, isAssisted ? nil : waitingSince ?? event.at)
        } else if event.actor.kind == .staff {
            (waitingSince, isOverdue) = (nil, false)
        }
    }
}
