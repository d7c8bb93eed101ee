import Base
import Foundation

/// A word of the shop's own by which conversations are sorted, such as `物流`.
public struct Tag: Sendable, Hashable, Comparable {
    public static let mostCharacters = 24
    /// On one conversation.
    public static let most = 12

    public let text: String

    /// - Throws: `tagInvalid` unless it has 1 to 24 characters besides surrounding spaces, and neither a comma nor a line
    ///   break.
    public init(_ text: String) throws(ConversationRefusal) {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...Self.mostCharacters).contains(text.count),
            !text.unicodeScalars.contains(where: { $0.value < 32 || ",，、;；".unicodeScalars.contains($0) })
        else { throw .tagInvalid }
        self.text = text
    }

    init(stored text: String) { self.text = text }

    /// Several as people write them in one line, between commas.
    /// - Throws: `tagInvalid`, `tooManyTags`.
    public static func several(_ line: String) throws(ConversationRefusal) -> [Tag] {
        try several(line.split(whereSeparator: { ",，、;；\n".contains($0) }).map(String.init))
    }

    /// - Throws: `tagInvalid`, `tooManyTags`.
    public static func several(_ texts: [String]) throws(ConversationRefusal) -> [Tag] {
        var tags: Set<Tag> = []
        for text in texts where !text.allSatisfy(\.isWhitespace) { tags.insert(try Tag(text)) }
        guard tags.count <= most else { throw .tooManyTags }
        return tags.sorted()
    }

    public static func < (left: Tag, right: Tag) -> Bool { left.text < right.text }
}

/// A tag and how many conversations bear it.
public struct TagCount: Sendable {
    public let tag: Tag
    public let count: Int

    public var json: JSONValue { ["tag": .string(tag.text), "count": JSONValue(count)] }
}
