/// Why an archive cannot be written or is not to be trusted. Says what is wrong and where.
public enum ArchiveFault: Error, Equatable, CustomStringConvertible {
    /// What is read is no archive of this program.
    case notAnArchive
    /// Written by a program with another format.
    case formatUnknown(Int)
    case keyMissing
    case keyNotNeeded
    case keyWrong
    /// The bytes end before the archive does.
    case endsEarly(at: Int64)
    /// A sealed piece or a header is not as it was written.
    case damaged(at: Int64)
    /// The last sealed piece there is is not as it was written: changed, or only the begin of one.
    case damagedOrCut(at: Int64)
    case memberDamaged(String)
    case memberMissing(String)
    case memberUnexpected(String)
    /// A file became shorter or longer while it was being read.
    case sourceChanged(String)
    case keyUnusable(String)
    /// The system refused to open, read or write; `reason` is its own word for it.
    case system(String, path: String)

    public var description: String {
        switch self {
        case .notAnArchive: "This is not a backup of Huitou."
        case .formatUnknown(let format): "The backup has format \(format), which this program does not know."
        case .keyMissing: "The backup is encrypted; name its key."
        case .keyNotNeeded: "The backup is not encrypted; leave the key out."
        case .keyWrong: "The key does not fit this backup."
        case .endsEarly(let place): "The backup ends early, after \(place) bytes; it was cut off."
        case .damaged(let place): "The backup is damaged near byte \(place)."
        case .damagedOrCut(let place): "The backup is damaged or cut off near its end, at byte \(place)."
        case .memberDamaged(let name): "The backup is damaged: \(name) differs from its checksum."
        case .memberMissing(let name): "The backup is damaged: \(name) is missing."
        case .memberUnexpected(let name): "The backup is damaged: \(name) does not belong there."
        case .sourceChanged(let path): "\(path) changed while it was read."
        case .keyUnusable(let why): "The key cannot be used: \(why)."
        case .system(let reason, let path): "\(path): \(reason)."
        }
    }
}
