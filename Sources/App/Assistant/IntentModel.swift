import Dispatch
import Foundation
import Language
import Logging
import ServiceLifecycle
import Synchronization

/// What messages are read with. It is learnt from the project's own corpus on the first start, beside the server, which
/// answers meanwhile; then it lies in the data directory under the mark of what it was learnt from.
public final class IntentModel: Sendable {
    public enum State: String, Sendable {
        case preparing, ready
        /// It can neither be read nor learnt; the log says why.
        case missing
    }

    private struct Held {
        var state = State.preparing
        var reader: IntentReader?
    }

    private let directory: URL
    private let logger: Logger
    private let held = Mutex(Held())

    /// - Parameter directory: where it is kept.
    init(directory: URL, logger: Logger) { (self.directory, self.logger) = (directory, logger) }

    public var state: State { held.withLock { $0.state } }

    /// Nil until it is ready.
    public var reader: IntentReader? { held.withLock { $0.reader } }

    /// Reads what was kept, or learns it anew and keeps it. Takes a second or two where it has to be learnt, on a thread of
    /// its own.
    public func prepare() async {
        guard state != .ready else { return }
        let made = await withCheckedContinuation {
            (continuation: CheckedContinuation<IntentReader?, Never>) in
            DispatchQueue.global(qos: .utility).async {
                let made = self.made()
                // Learning takes some ten times the memory of what is learnt.
                FreeMemory.giveBack()
                continuation.resume(returning: made)
            }
        }
        held.withLock { $0 = Held(state: made == nil ? .missing : .ready, reader: made) }
    }

    private func made() -> IntentReader? {
        do {
            let corpus = try IntentCorpus.shipped()
            let file = directory.appending(path: "intents-\(corpus.mark).model")
            if let bytes = FileManager.default.contents(atPath: file.path),
                let known = IntentReader(kept: Array(bytes))
            {
                return known
            }
            let learnt = IntentReader(corpus).kept
            keep(learnt, in: file)
            // As it was kept it takes less than as it was learnt.
            return IntentReader(kept: learnt)
        } catch {
            logger.error("the model of intents cannot be made", metadata: ["error": "\(error)"])
            return nil
        }
    }

    /// In the place of those that were learnt from something else. What cannot be kept is learnt again at the next start.
    private func keep(_ learnt: [UInt8], in file: URL) {
        do {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            try Data(learnt).write(to: file, options: .atomic)
            for name in try FileManager.default.contentsOfDirectory(atPath: directory.path)
            where name.hasSuffix(".model") && name != file.lastPathComponent {
                try FileManager.default.removeItem(at: directory.appending(path: name))
            }
        } catch {
            logger.warning("the model of intents cannot be kept", metadata: ["error": "\(error)"])
        }
    }
}

/// Makes the model ready beside the server, which has other things to do first, and ends without waiting for it.
struct Preparing: Service {
    private static let rest = Duration.seconds(20)

    let model: IntentModel

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // Whoever is told to end meanwhile learns nothing any more.
            guard (try? await Task.sleep(for: Self.rest)) != nil else { return }
            Task.detached { await model.prepare() }
        }
    }
}
