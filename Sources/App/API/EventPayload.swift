import Base
import Events
import Web

/// An event as programs see it. Events hold ids, codes and amounts only.
enum EventPayload {
    static func json(_ event: DomainEvent) -> JSONValue {
        .object([
            "position": .int(event.position), "type": .string(event.type), "at": JSONValue(event.at),
            "actor": ["kind": .string(event.actor.kind.rawValue), "id": .string(event.actor.id)],
            "subject": ["kind": .string(event.subject.kind), "id": .string(event.subject.id)],
            "related": .string(event.related), "detail": event.detail,
            "onBehalfOf": event.onBehalfOf.map { ["kind": "customer", "id": .string($0)] },
        ])
    }

    /// A sign as programs see it: it has no position, since it is not kept.
    static func json(_ sign: LiveSign) -> JSONValue {
        [
            "type": .string("\(sign.kind).\(sign.word)"),
            "actor": ["kind": .string(sign.actor.kind.rawValue), "id": .string(sign.actor.id)],
            "subject": ["kind": .string(sign.kind), "id": .string(sign.id)],
        ]
    }
}
