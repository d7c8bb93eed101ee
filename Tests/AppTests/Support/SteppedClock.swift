import Foundation

/// The clock of a program, set apart from the machine's: libfaketime reads from a file by how much.
struct SteppedClock: Sendable {
    private let file: URL

    /// Where Debian and Ubuntu put it; nil where it is not installed.
    private static let library: String? = {
        let root = "/usr/lib"
        // A directory that cannot be read holds no library.
        let machines = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return machines.map { "\(root)/\($0)/faketime/libfaketimeMT.so.1" }
            .first { FileManager.default.fileExists(atPath: $0) }
    }()

    static var isPossible: Bool { library != nil }

    /// A clock that is right.
    init(_ file: URL) throws {
        self.file = file
        try step(to: 0)
    }

    /// - Parameter seconds: how far it goes before the machine's from now on, or behind it.
    func step(to seconds: Int) throws {
        try Data("\(seconds < 0 ? "" : "+")\(seconds)s\n".utf8).write(to: file, options: .atomic)
    }

    /// What a program is started with. Its first process must not be Swift's, which does not find its arguments after
    /// the library has added to the environment: a shell that becomes the program will do.
    var environment: [String: String] {
        [
            "LD_PRELOAD": Self.library ?? "", "FAKETIME_TIMESTAMP_FILE": file.path,
            "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        ]
    }
}
