/// Why something cannot be sealed or opened. Its words are for whoever runs the installation.
public enum VaultFault: Error, Equatable, CustomStringConvertible {
    case keyFileMissing(String)
    /// The system does not let the program read it.
    case keyFileClosed(String, because: String)
    case keyFileUnreadable(String)
    case keyFileOpenToOthers(String)
    /// The file's keys are those of another installation.
    case keyFileForeign(String)
    case keyFileNotWritten(String, because: String)
    /// Sealed by a key that this ring does not have.
    case keyMissing(version: UInt16)
    case ringFull
    /// Not as it was sealed, or not at the place it was sealed for.
    case damaged

    public var description: String {
        switch self {
        case .keyFileMissing(let path):
            """
            The key file \(path) is missing, and this data is sealed with its keys. Put it back, or name where it is \
            with --keys; without it nothing personal can be read again.
            """
        case .keyFileClosed(let path, let cause):
            "The key file \(path) cannot be read: \(cause). It has to belong to the user that the server runs as."
        case .keyFileUnreadable(let path): "\(path) is not a key file of Huitou."
        case .keyFileOpenToOthers(let path):
            "Others may read the key file \(path); allow it to its owner alone: chmod 600 \(path)"
        case .keyFileForeign(let path):
            "The key file \(path) belongs to another installation; this data was sealed with other keys."
        case .keyFileNotWritten(let path, let cause): "The key file \(path) cannot be written: \(cause)"
        case .keyMissing(let version):
            "Something was sealed with key \(version), which the key file no longer has."
        case .ringFull: "The key file has had as many keys as it can hold."
        case .damaged: "Something sealed is not as it was when it was sealed."
        }
    }
}
