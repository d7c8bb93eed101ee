import Base
import Foundation
import Logging

/// Writes each entry of the log as one JSON object a line to standard error, for programs that collect logs. A
/// request's id stands as `requestId`; it is the `X-Request-ID` of the answer and the `reference` of a fault.
struct JSONLog: LogHandler {
    var logLevel = Logger.Level.notice
    var metadata = Logger.Metadata()
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = Self.line(of: event, metadata.merging(event.metadata ?? [:]) { _, new in new })
        FileHandle.standardError.write(Data(line.bytes + [UInt8(ascii: "\n")]))
    }

    private static func line(of event: LogEvent, _ metadata: Logger.Metadata) -> JSONValue {
        var members = [
            JSONValue.Member("at", JSONValue(Outside.system.now())),
            JSONValue.Member("level", .string(event.level.rawValue)),
            JSONValue.Member("message", .string("\(event.message)")),
        ]
        members += metadata.sorted { $0.key < $1.key }.map { key, value in
            JSONValue.Member(name(of: key), self.value(of: value))
        }
        if let error = event.error { members.append(JSONValue.Member("error", .string("\(error)"))) }
        return .object(members)
    }

    private static func name(of key: String) -> String { key == "hb.request.id" ? "requestId" : key }

    private static func value(of value: Logger.Metadata.Value) -> JSONValue {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let thing): .string(thing.description)
        case .array(let items): .array(items.map(self.value(of:)))
        case .dictionary(let members):
            .object(members.sorted { $0.key < $1.key }.map { .init($0.key, self.value(of: $0.value)) })
        }
    }
}
