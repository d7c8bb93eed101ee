import App
import ArgumentParser
import Base
import Foundation
import NIOCore
import Storage

/// How the program ends: 0 when it did what it was asked, 1 when that failed, 2 when it was asked wrongly.
struct Ending {
    let status: Int32
    /// What is said about it; nothing when the command has said it itself.
    let message: String

    init(_ error: any Error) {
        let code = HuitouCommand.exitCode(for: error)
        switch (error, code) {
        case (_, .success): self.init(0, HuitouCommand.fullMessage(for: error))
        case (let failure as ConfigurationFailure, _): self.init(2, "\(failure)")
        case (_, .validationFailure): self.init(2, HuitouCommand.fullMessage(for: error))
        case (let code as ExitCode, _): self.init(code.rawValue, "")
        default: self.init(1, "Error: \(Self.sentence(error))")
        }
    }

    private init(_ status: Int32, _ message: String) {
        self.status = status
        self.message = message
    }

    func leave() -> Never {
        if !message.isEmpty {
            let place = status == 0 ? FileHandle.standardOutput : FileHandle.standardError
            place.write(Data((message + "\n").utf8))
        }
        Foundation.exit(status)
    }

    private static func sentence(_ error: any Error) -> String {
        switch error {
        case let refusal as any Refusal: RefusalSentence.english(refusal)
        case StorageFailure.diskFull: "The disk is full; what was stored before is kept."
        case StorageFailure.unavailable(let detail): "The data cannot be opened: \(detail)"
        case let error as IOError where error.errnoCode == EADDRINUSE:
            "Another program listens at this port already; please choose another with --port."
        case let error as IOError where error.errnoCode == EACCES:
            "This port may not be used; please choose one above 1023 with --port."
        case let error as CocoaError: file(error)
        default: "\(error)"
        }
    }

    private static func file(_ error: CocoaError) -> String {
        let place = error.filePath ?? error.url?.path ?? "A file"
        switch error.code {
        case .fileWriteNoPermission, .fileReadNoPermission: return "\(place) may not be opened by this user."
        case .fileWriteOutOfSpace: return "The disk is full; what was stored before is kept."
        case .fileNoSuchFile, .fileReadNoSuchFile: return "\(place) is not there and cannot be made."
        default: return "\(place): \(error.localizedDescription)"
        }
    }
}

/// What a command could not do, in words for whoever started it.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
