import Base
import Hummingbird
import Localisation
import Orders
import Staff
import Storage
import Web

/// | method | path | may | refuses |
/// |---|---|---|---|
/// | POST | imports/:kind | importsRun | bad lines are named in the answer; lineTooLong, jsonMalformed, field… per line |
struct ImportRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.shop(.post, "imports/:kind", services, may: .importsRun) { call in
            guard let kind = ImportKind(rawValue: call.context.parameters.get("kind") ?? "") else {
                throw WebRefusal.routeUnknown
            }
            return try await services.commands.runLong(
                call.request, by: call.principal, in: call.shop.id, call.context
            ) { body in
                let report = try await Self.run(Lines(body), kind, call)
                return .ok(Self.json(report, call.texts))
            }
        }
    }

    /// Reads on while the last lines are being written, one batch ahead.
    private static func run<Body: AsyncSequence>(
        _ lines: Lines<Body>, _ kind: ImportKind, _ call: ShopCall
    ) async throws -> ImportReport {
        var (report, batch) = (ImportReport(), [ImportLine]())
        var stream = ImportStream(imports: call.services.imports, kind: kind, shop: call.shop)
        for try await line in lines {
            batch.append(line)
            if batch.count == ImportDesk.batch {
                report.add(try await stream.push(batch))
                batch.removeAll(keepingCapacity: true)
            }
        }
        report.add(try await stream.push(batch))
        report.add(try await stream.finish())
        try await call.services.imports.finish(report, of: kind, by: call.principal.actor, in: call.shop.id)
        return report
    }

    private static func json(_ report: ImportReport, _ texts: TextTable) -> JSONValue {
        report.counts.adding([
            "badLines": .array(report.badLines.map { json($0, texts) }),
            "badLinesLeftOut": JSONValue(report.refused - report.badLines.count),
            "doubtfulLines": .array(report.doubtfulLines.map { json($0, texts) }),
        ])
    }

    static func json(_ line: BadLine, _ texts: TextTable) -> JSONValue {
        let problem = Problem(line.refusal, texts)
        return .object([
            "line": JSONValue(line.number), "code": .string(problem.code),
            "detail": .string(problem.detail), "field": problem.field.map { .string($0) },
        ])
    }
}
