import Base
import Hummingbird
import Jobs
import Payments
import Web

/// Only on a server that was started with `--sandbox`.
///
/// | method | path | may | refuses |
/// |---|---|---|---|
/// | GET | /v1/sandbox/clock | platform | |
/// | POST | /v1/sandbox/clock `{"advanceSeconds"}` | platform | fieldOutOfRange |
/// | PUT | /v1/sandbox/provider | platform | fieldOutOfRange |
struct SandboxRoutes {
    let services: Services

    func add(to router: Router<WebContext>) {
        let services = services
        router.get("/v1/sandbox/clock") { _, context in
            _ = try context.principal(atLeast: .platform)
            return Response.json(["now": JSONValue(services.clock.now())])
        }
        router.post("/v1/sandbox/clock") { request, context in
            _ = try context.principal(atLeast: .platform)
            var reader = try await JSONBody.read(request).reader()
            let seconds = try reader.int("advanceSeconds", in: 0...Limits.sandboxAdvanceSeconds)
            try reader.finish()
            let fired = try await services.worker.advance(by: .seconds(seconds))
            return Response.json(["now": JSONValue(services.clock.now()), "fired": JSONValue(fired)])
        }
        // Where people pay by hand there is nothing to simulate.
        guard let provider = services.provider else { return }
        router.put("/v1/sandbox/provider") { request, context in
            _ = try context.principal(atLeast: .platform)
            var reader = try await JSONBody.read(request).reader()
            provider.behave(try Self.behaviour(&reader))
            return Response.noContent()
        }
    }

    /// Shares in basis points of all numbers; what is left out does not happen.
    private static func behaviour(_ reader: inout JSONReader) throws -> SimulatedProvider.Behaviour {
        var behaviour = SimulatedProvider.Behaviour()
        behaviour.refusedBasisPoints = try reader.optionalInt("refused", in: 0...10_000) ?? 0
        behaviour.lostAfterBasisPoints = try reader.optionalInt("lostAfter", in: 0...10_000) ?? 0
        behaviour.lostBeforeBasisPoints = try reader.optionalInt("lostBefore", in: 0...10_000) ?? 0
        behaviour.lateBasisPoints = try reader.optionalInt("late", in: 0...10_000) ?? 0
        behaviour.doubledBasisPoints = try reader.optionalInt("doubled", in: 0...10_000) ?? 0
        behaviour.delay = .milliseconds(try reader.optionalInt("delayMilliseconds", in: 0...60_000) ?? 0)
        behaviour.seed = UInt64(try reader.optionalInt("seed", in: 0...Int(Int32.max)) ?? 0)
        try reader.finish()
        return behaviour
    }
}
