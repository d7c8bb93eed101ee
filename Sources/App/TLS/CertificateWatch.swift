import Base
import Logging
import ServiceLifecycle
import UnixSignals
import Web

/// Reads the server's certificate again on SIGHUP and every few seconds, so that a renewed one is shown without a
/// restart. A certificate that cannot be used is told in the log, and the one before stays.
struct CertificateWatch: Service {
    let identity: TLSIdentity
    let notAfter: MetricRegistry.Gauge
    let logger: Logger

    /// How often the files are looked at.
    private static let interval = Duration.seconds(10)

    init(_ identity: TLSIdentity, _ metrics: MetricRegistry, _ logger: Logger) {
        self.identity = identity
        self.logger = logger
        notAfter = metrics.gauge(
            "huitou_tls_certificate_expiry_timestamp_seconds",
            "When the certificate that is shown stops being valid, in seconds since 1970.")
    }

    func run() async throws {
        tellExpiry()
        await cancelWhenGracefulShutdown {
            await withTaskGroup { group in
                group.addTask { await onSignal() }
                group.addTask { await onChange() }
            }
        }
    }

    private func onSignal() async {
        for await _ in await UnixSignalsSequence(trapping: .sighup) { look(isAsked: true) }
    }

    private func onChange() async {
        var told: String?
        while !Task.isCancelled {
            // Cancelled when the server stops.
            guard (try? await Task.sleep(for: Self.interval)) != nil else { return }
            told = look(isAsked: false, told: told)
        }
    }

    /// - Parameter told: the fault that the log holds already.
    /// - Returns: the fault that was found.
    @discardableResult
    private func look(isAsked: Bool, told: String? = nil) -> String? {
        do {
            let reading = try identity.read()
            if reading == .taken || isAsked {
                logger.notice("certificate read", metadata: ["isNew": "\(reading == .taken)"])
            }
            tellExpiry()
            return nil
        } catch {
            let fault = "\(error)"
            if fault != told {
                logger.error(
                    "the new certificate cannot be used; the one before stays",
                    metadata: ["fault": "\(fault)"])
            }
            return fault
        }
    }

    private func tellExpiry() {
        if let end = identity.notAfter { notAfter.set(Int(end.milliseconds / 1000)) }
    }
}
