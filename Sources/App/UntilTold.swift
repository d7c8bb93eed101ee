import ServiceLifecycle

/// Work that is done once beside the server. Having done it, it stands until it is told to end: a service that ends by
/// itself while others are being told counts as failed, and what still goes on would be cancelled with it.
struct UntilTold<Work: Service>: Service {
    let work: Work

    func run() async throws {
        try await work.run()
        // Cancelled is as good as told.
        try? await gracefulShutdown()
    }
}
