import Files
import Logging
import ServiceLifecycle
import Storage

/// Seals files that a version before has left as they were sent, once after each start, beside the server.
struct FileSealing: Service {
    let files: FileDesk
    let database: any Database
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            do {
                let count = try await files.sealReadable(database)
                if count > 0 { logger.notice("files were sealed", metadata: ["count": "\(count)"]) }
            } catch is CancellationError {
                return
            } catch {
                logger.error("files could not be sealed", metadata: ["fault": "\(error)"])
            }
        }
    }
}
