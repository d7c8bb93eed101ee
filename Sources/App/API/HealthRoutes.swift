import Base
import Hummingbird
import Logging
import Storage
import Vault
import Web

/// | method | path | |
/// |---|---|---|
/// | GET | /healthz | the process lives |
/// | GET | /readyz | it can answer; 503 with the reason when it cannot |
/// | GET | /metrics | Prometheus text; on an address of its own where one is set |
struct HealthRoutes {
    let services: Services

    /// Outside the limit of calls.
    static let paths: Set<String> = ["/healthz", "/readyz", "/metrics"]

    func add(to router: Router<WebContext>) {
        let services = services
        router.get("/healthz") { _, _ in Response.json(["status": "alive"]) }
        router.get("/readyz") { _, _ in
            guard services.configuration.holdsData else {
                return Self.notReady("the database is no longer there")
            }
            do {
                try await services.database.read { transaction in
                    _ = try transaction.count("SELECT COUNT(*) FROM migrations")
                    try SecretStore(services.vault).catchUp(transaction)
                }
                try services.erasure.journal.prepare()
                guard try await services.room.hasRoom(services.database, services.outside) else {
                    return Self.notReady("there is no room to store anything")
                }
                return Response.json(["status": "ready"])
            } catch let fault as VaultFault {
                services.logger.error("not ready", metadata: ["fault": "\(fault)"])
                return Self.notReady("the keys that others seal with cannot be read from the key file")
            } catch let fault as ErasureJournalFault {
                services.logger.error("not ready", metadata: ["fault": "\(fault)"])
                return Self.notReady("the journal of erasures cannot be written")
            } catch {
                services.logger.error("not ready", metadata: ["fault": "\(error)"])
                return Self.notReady("the database cannot be read")
            }
        }
        if services.configuration.metricsListen == nil { addMetrics(to: router) }
    }

    /// The same for whoever listens for metrics apart.
    func addMetrics(to router: Router<WebContext>) {
        let services = services
        let streams = services.metrics.gauge("huitou_live_streams", "Live streams that are open.")
        let operating = OperatingMetrics(services.metrics)
        router.get("/metrics") { _, _ in
            await operating.read(services)
            streams.set(services.hub.count)
            return Response.text(services.metrics.text(), type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    private static func notReady(_ reason: String) -> Response {
        .json(["status": "not ready", "because": .string(reason)], .serviceUnavailable)
    }
}
