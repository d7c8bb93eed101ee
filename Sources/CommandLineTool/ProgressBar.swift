import Foundation
import Synchronization

/// A bar on a terminal; nothing elsewhere.
final class ProgressBar: Sendable {
    private let state: Mutex<State>
    private let isShown = isatty(STDERR_FILENO) == 1

    private struct State {
        var name: String
        var done: Int64 = 0
        var size: Int64
        var shown = -1
    }

    /// - Parameter size: in whatever is counted.
    init(_ name: String, of size: Int64) { state = Mutex(State(name: name, size: size)) }

    func advance(by count: Int) {
        state.withLock { state in
            state.done += Int64(count)
            show(&state)
        }
    }

    func show(_ name: String, _ done: Int64, of size: Int64) {
        state.withLock { state in
            if state.name != name { state.shown = -1 }
            (state.name, state.done, state.size) = (name, done, size)
            show(&state)
        }
    }

    func finish() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[2K".utf8)) }
    }

    private func show(_ state: inout State) {
        guard isShown, state.size > 0 else { return }
        let percent = Int(min(100, state.done * 100 / state.size))
        guard percent != state.shown else { return }
        state.shown = percent
        let filled = percent * 30 / 100
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        FileHandle.standardError.write(Data("\r\u{1B}[2K\(bar) \(percent) % \(state.name)".utf8))
    }
}
