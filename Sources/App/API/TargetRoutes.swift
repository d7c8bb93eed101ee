import Base
import Conversations
import Hummingbird
import Jobs
import Staff
import Storage
import Web

/// How soon customers are to be answered, and how things stand or stood.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | answer-targets | conversationsRead | |
/// | PUT | answer-targets | conversationsAssign | messageForbidden |
/// | GET | service-figures | conversationsRead | |
/// | PUT | service-figures | conversationsAssign | |
/// | GET | board?at= | conversationsAssign | queryInvalid |
struct TargetRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let desk = services.conversations
        router.shop(.get, "answer-targets", services, may: .conversationsRead) { call in
            .json(try await call.read { try desk.targets(in: call.shop.id, $0) }.json)
        }
        router.shop(.put, "answer-targets", services, may: .conversationsAssign) { call in
            let targets = try await call.body(Self.targets)
            try await call.services.database.write(in: call.shop.id) {
                try desk.change(targets: targets, by: call.principal.actor, in: call.shop.id, $0)
            }
            return .json(targets.json)
        }
        router.shop(.get, "service-figures", services, may: .conversationsRead) { call in
            .json(try await call.read { try desk.figures(in: call.shop.id, $0) }.json)
        }
        router.shop(.put, "service-figures", services, may: .conversationsAssign) { call in
            let figures = try await call.body { reader in
                var values: [ServiceFigure: Int] = [:]
                for figure in ServiceFigure.allCases {
                    values[figure] = try reader.optionalInt(figure.rawValue, in: figure.bounds)
                }
                return ServiceFigures(values)
            }
            try await call.services.database.write(in: call.shop.id) {
                try desk.change(figures: figures, by: call.principal.actor, in: call.shop.id, $0)
            }
            return .json(figures.json)
        }
        router.shop(.get, "board", services, may: .conversationsAssign, query: ["at"]) { call in
            let now = call.services.clock.now()
            let moment = min(try call.query.time("at") ?? now, now)
            let board = try await call.read { try desk.board(at: moment, in: call.shop.id, $0) }
            return .json([
                "at": JSONValue(moment), "waiting": JSONValue(board.waiting.map(\.text)),
                "overdue": JSONValue(board.overdue.map(\.text)),
                "agents": .array(board.seats.sorted { $0.key < $1.key }.map { Self.agent($0, $1, board) }),
            ])
        }
    }

    private static func agent(_ id: String, _ seat: BoardReplay.Seat, _ board: BoardReplay) -> JSONValue {
        [
            "member": .string(id), "present": .bool(seat.isPresent), "since": JSONValue(seat.since),
            "capacity": JSONValue(seat.capacity),
            "conversations": JSONValue(board.threads(of: id).map(\.text)),
        ]
    }

    // MARK: Reading targets

    private static func targets(_ reader: inout JSONReader) throws -> AnswerTargets {
        let standard = AnswerTargets.standard
        let rules = try (reader.optionalObjects("rules", upTo: AnswerTargets.mostRules) ?? []).map { rule in
            var rule = rule
            let read = AnswerTargets.Rule(
                team: try ConversationRoutes.skill(&rule, "team"),
                fromHour: try rule.optionalInt("fromHour", in: 0...23) ?? 0,
                untilHour: try rule.optionalInt("untilHour", in: 1...24) ?? 24, limits: try limits(&rule))
            try rule.finish()
            return read
        }
        var usual = standard.usual
        if var object = try reader.optionalObject("usual") {
            usual = try limits(&object)
            try object.finish()
        }
        return AnswerTargets(
            rules: rules, usual: usual,
            warnPercent: try reader.optionalInt("warnPercent", in: AnswerTargets.warnPercents)
                ?? standard.warnPercent, onFirst: try steps(&reader, "onFirst"),
            onNext: try steps(&reader, "onNext"))
    }

    private static func limits(_ reader: inout JSONReader) throws -> AnswerTargets.Limits {
        AnswerTargets.Limits(
            first: .seconds(try reader.int("firstSeconds", in: AnswerTargets.seconds)),
            next: .seconds(try reader.int("nextSeconds", in: AnswerTargets.seconds)))
    }

    private static func steps(_ reader: inout JSONReader, _ name: String) throws -> AnswerTargets.Steps {
        guard var steps = try reader.optionalObject(name) else { return .none }
        let read = AnswerTargets.Steps(
            reassigns: try steps.optionalBool("reassign") ?? false,
            holding: try steps.optionalString("holding", upTo: Limits.noteCharacters))
        try steps.finish()
        return read
    }
}
