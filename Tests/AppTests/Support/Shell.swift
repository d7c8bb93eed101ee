import Foundation

/// Other programs, as a test asks them.
enum Shell {
    /// Runs a program that is found on the path, to its end.
    /// - Returns: its exit status, 127 where there is no such program, and what it said, complaints included.
    static func run(_ arguments: String...) async throws -> (status: Int32, text: String) {
        try await run(arguments)
    }

    static func run(
        _ arguments: [String], in directory: URL? = nil, _ environment: [String: String] = [:]
    ) async throws -> (status: Int32, text: String) {
        let run = try Run(
            arguments, environment, .outputAndErrors, of: URL(filePath: "/usr/bin/env"), in: directory)
        let text = await run.everything()
        return (await run.ended.value, text)
    }
}
