import Foundation

/// Files that are shipped with the program.
public enum Resources {
    /// Where they lie: next to the executable, or where it was built.
    public static let directory = Bundle.module.bundleURL.appending(path: "Resources")

    /// A shipped file's bytes. One that is missing means a broken installation.
    static func bytes(_ name: String) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: directory.appending(path: name).path) else {
            preconditionFailure("the installation lacks \(name)")
        }
        return Array(data)
    }
}
