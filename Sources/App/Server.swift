import AfterSales
import Base
import Conversations
import Events
import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Jobs
import Localisation
import Logging
import Markup
import ServiceLifecycle
import Staff
import Storage
import UnixSignals
import Web

/// The HTTP server and the work beside it: jobs and live streams. All stop together.
public struct Server: Sendable {
    private let services: Services
    /// Held as long as the server runs.
    private let claim: DataClaim?

    public init(services: Services, claim: DataClaim? = nil) {
        self.services = services
        self.claim = claim
    }

    /// Serves until it is told to stop, then lets requests finish.
    /// - Parameter onListening: told the port once the server answers.
    public func run(onListening: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        try await run(beside: [], onListening: onListening)
    }

    /// Serves for as long as some work takes.
    /// - Parameter work: gets the port once the server answers.
    func run(during work: @escaping @Sendable (Int) async throws -> Void) async throws {
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let visit = ServiceGroupConfiguration.ServiceConfiguration(
            service: Visit(ports: ports, work: work), successTerminationBehavior: .gracefullyShutdownGroup)
        try await run(beside: [visit]) { port in
            listening.yield(port)
            listening.finish()
        }
    }

    private func run(
        beside more: [ServiceGroupConfiguration.ServiceConfiguration],
        onListening: @escaping @Sendable (Int) async -> Void
    ) async throws {
        let configuration = services.configuration
        let identity = try configuration.tls().map { try TLSIdentity($0) }
        let http = server()
        let application = Application(
            responder: OwnTask(try router().buildResponder()),
            server: try identity.map { try .tls(http, tlsConfiguration: $0.configuration) } ?? http,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? configuration.port)
            },
            logger: services.logger)
        var group = ServiceGroupConfiguration(
            services: [
                // The first to start is the last to stop.
                .init(
                    service: Sealing(
                        sealer: EventSealer(database: services.database),
                        metrics: SealMetrics(services.metrics), logger: services.logger)),
                .init(service: application), .init(service: Worker(worker: services.worker)),
                .init(service: Streams(hub: services.hub)),
                .init(service: UntilTold(work: Preparing(model: services.intents))),
                .init(
                    service: UntilTold(
                        work: FileSealing(
                            files: services.files, database: services.database, logger: services.logger))),
            ]
                + (identity.map {
                    [.init(service: CertificateWatch($0, services.metrics, services.logger))]
                } ?? [])
                + (services.database.signals.map { signals in
                    [
                        .init(
                            service: ErasureFollowing(
                                erasure: services.erasure, database: services.database, signals: signals,
                                logger: services.logger))
                    ]
                } ?? []) + (metricsServer().map { [.init(service: $0)] } ?? []) + more,
            gracefulShutdownSignals: [.sigterm, .sigint], logger: services.logger)
        group.maximumGracefulShutdownDuration = Duration.seconds(configuration.stopSeconds)
        try await ServiceGroup(configuration: group).run()
        try await services.close()
        withExtendedLifetime(claim) {}
    }

    /// What speaks HTTP on a connection, and ends those that trickle or take nothing.
    private func server() -> HTTPServerBuilder {
        let pace = ClientPace(
            requestSeconds: services.configuration.requestSeconds,
            idleSeconds: services.configuration.idleSeconds)
        let texts = services.texts(.simplified)
        return .http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [SlowClients(pace, texts), StalledClients()]))
    }

    /// What tells the metrics on an address of its own; nil where they stand beside everything else.
    private func metricsServer() -> (some Service)? {
        services.configuration.metricsListen.map { address in
            let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
            HealthRoutes(services: services).addMetrics(to: router)
            return Application(
                router: router, server: server(),
                configuration: ApplicationConfiguration(
                    address: .hostname(address.host, port: address.port), serverName: nil),
                logger: services.logger)
        }
    }

    /// Everything from the wire to the routes, and a refusal for what no route takes.
    public func router() throws -> Router<WebContext> {
        let router = try routes()
        router.refuseOtherMethods()
        return router
    }

    /// Every route behind its middleware, outermost first.
    public func routes() throws -> Router<WebContext> {
        let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
        let (services, configuration) = (services, services.configuration)
        let files = try StaticFiles(directory: Resources.directory.appending(path: "Public"))
        if configuration.tlsCertificate != nil { router.add(middleware: OwnTLS()) }
        router.addMiddleware {
            RequestMetrics(services.metrics)
            RequestLog(level: .info)
            SecurityHeaders()
            ChatOrigins()
            ProblemResponse(
                services.texts, signIn: SignInPlace.of, onFault: services.room.note
            ) { problem, language, path in
                ProblemPage(problem: problem, path: path, texts: services.texts(language)).body
            }
            files
            Authentication(
                keys: { try await services.keys.principal(for: $0) },
                visits: { token in
                    services.visits.visit(in: token, at: services.clock.now()).map {
                        Principal(
                            actor: Actor(.customer, $0.partner.actorID), role: .customer, shop: $0.shop)
                    }
                },
                isGone: { principal in
                    try await services.database.read {
                        try services.erasure.erasure(
                            of: Partner(actorID: principal.actor.id), in: principal.shop ?? .platform, $0)
                            != nil
                    }
                },
                sessions: [
                    Self.session("huitou_customer", "/s", services),
                    Self.session(StaffSignInRoutes.cookie.name, "/desk", services),
                ])
            RateLimit(
                keys: RateRule(
                    callsPerSecond: configuration.keyCallsPerSecond, burst: configuration.keyBurst),
                addresses: RateRule(
                    callsPerSecond: configuration.addressCallsPerSecond, burst: configuration.addressBurst),
                proxies: configuration.proxies, free: HealthRoutes.paths, clock: Outside.system.now)
            CrossSiteGuard(except: ChatOrigins.covers)
        }
        Routes(services: services).add(to: router)
        return router
    }

    private static func session(
        _ name: String, _ path: String, _ services: Services
    ) -> Authentication.Sessions {
        Authentication.Sessions(
            SessionCookie(name: name, path: path, lasting: .days(30)),
            holder: { try await holder(services.sessions.principal(for: $0), services) },
            laterHolder: { try await holder(services.sessions.standing(of: $0), services) })
    }

    private static func holder(
        _ session: OpenSession?, _ services: Services
    ) async throws -> Authentication.Holder? {
        guard let session else { return nil }
        return try await services.lacksSecondFactor(session)
            ? .unfinished(session.principal) : .open(session.principal)
    }
}

/// Runs jobs beside the server.
private struct Worker: Service {
    let worker: JobWorker

    func run() async throws { await cancelWhenGracefulShutdown { await worker.run() } }
}

/// Work for whose sake the server runs.
private struct Visit: Service {
    let ports: AsyncStream<Int>
    let work: @Sendable (Int) async throws -> Void

    func run() async throws {
        for await port in ports { try await work(port) }
    }
}

/// Feeds live streams beside the server, and ends them first when it stops.
private struct Streams: Service {
    let hub: StreamHub

    func run() async throws { await cancelWhenGracefulShutdown { await hub.run() } }
}
