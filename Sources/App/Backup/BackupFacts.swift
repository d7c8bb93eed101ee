import Archive
import Base

/// What a backup says of itself: its first member.
public struct BackupFacts: Sendable, Equatable {
    static let name = "huitou-backup.json"
    static let format = 1

    public let made: Timestamp
    /// The number of the newest event in it.
    public let lastEvent: Int64
    /// The newest seal over its events, as `512:9f3a…`; nil when none was sealed.
    public let seal: String?
    /// How many bytes its other members have, for showing how far one is.
    public let bytes: Int64
    /// Hashes of files that were missing when it was made.
    public let missingFiles: [String]

    var json: JSONValue {
        [
            "format": JSONValue(Self.format), "made": JSONValue(made), "engine": "sqlite",
            "lastEvent": JSONValue(lastEvent), "seal": JSONValue(seal), "bytes": JSONValue(bytes),
            "missingFiles": JSONValue(missingFiles),
        ]
    }
}

extension BackupFacts {
    /// - Throws: `InputRefusal` for what cannot be read, `ArchiveFault.formatUnknown`.
    init(reading bytes: [UInt8]) throws {
        let json = try JSONParser.parse(bytes)
        var reader = try JSONReader(json)
        let format = try reader.int("format", in: 1...Int(Int32.max))
        guard format == Self.format else { throw ArchiveFault.formatUnknown(format) }
        guard let made = try reader.optionalTime("made") else {
            throw InputRefusal("fieldMissing", at: "/made")
        }
        self.init(
            made: made, lastEvent: Int64(try reader.int("lastEvent", in: 0...Int.max)),
            seal: try reader.optionalString("seal"), bytes: Int64(try reader.int("bytes", in: 0...Int.max)),
            missingFiles: (json["missingFiles"]?.items ?? []).compactMap(\.string))
    }
}

/// How far a backup or restore is: in bytes, of about how many.
public struct BackupProgress: Sendable {
    public enum Stage: String, Sendable { case copying, writing, reading, checking }

    public let stage: Stage
    public let done: Int64
    public let all: Int64
}

/// What a backup holds, for the person who made it.
public struct BackupReport: Sendable {
    public let facts: BackupFacts
    public let members: Int
    public let bytes: Int64
}
