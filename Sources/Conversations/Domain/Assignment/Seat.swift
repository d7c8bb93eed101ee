import Base

/// Where an agent sits in a shop: what they answer for, how many conversations they have at most, whether they are there.
public struct Seat: Sendable, Hashable {
    public static let capacities = 1...50
    public static let mostSkills = 20
    static let usualCapacity = 5

    public let agent: String
    /// Skill groups, each a short code of the shop's own.
    public internal(set) var skills: [String]
    public internal(set) var capacity: Int
    public internal(set) var isPresent: Bool
    /// Since when the agent is there, or away.
    public internal(set) var since: Timestamp
    /// Conversations that the agent has.
    public let load: Int
    /// How many were given to the agent since they came.
    public internal(set) var given: Int
    /// When the last of them were given.
    var recent: [Timestamp]

    public var json: JSONValue {
        [
            "member": .string(agent), "skills": JSONValue(skills), "capacity": JSONValue(capacity),
            "present": .bool(isPresent), "since": JSONValue(since), "load": JSONValue(load),
        ]
    }

    static func new(_ agent: String, at now: Timestamp) -> Seat {
        Seat(
            agent: agent, skills: [], capacity: usualCapacity, isPresent: false, since: now, load: 0,
            given: 0, recent: [])
    }

    /// As the rule sees it.
    var ruled: FairQueue.Seat {
        FairQueue.Seat(
            agent: agent, skills: Set(skills), capacity: capacity, isPresent: isPresent, load: load,
            given: given, since: since, recent: recent)
    }
}

/// What changes in an agent's seat; nil leaves it as it is.
public struct SeatChange: Sendable {
    public let skills: [String]?
    public let capacity: Int?
    public let isPresent: Bool?

    public init(skills: [String]? = nil, capacity: Int? = nil, isPresent: Bool? = nil) {
        self.skills = skills
        self.capacity = capacity
        self.isPresent = isPresent
    }
}

/// Where a conversation stands among those that wait for an agent.
public struct QueuePlace: Sendable, Hashable {
    /// From 1.
    public let place: Int
    /// How long it may still take; nil while no agent is there.
    public let wait: Span?

    public var json: JSONValue {
        .object([
            "place": JSONValue(place), "waitSeconds": wait.map { JSONValue(Int($0.milliseconds / 1_000)) },
        ])
    }
}
