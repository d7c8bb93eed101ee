import Foundation

/// Lines for the person who started the program, seen at once also when output goes to a file.
enum Terminal {
    static func tell(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    /// A line beside a command's output, which may go elsewhere.
    static func note(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}
