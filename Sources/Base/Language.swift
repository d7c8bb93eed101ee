/// A language that pages and messages are written in.
public enum Language: String, Sendable, CaseIterable, Comparable {
    case simplified = "zh-Hans"
    case traditional = "zh-Hant"
    case english = "en"

    public static func < (left: Language, right: Language) -> Bool { left.rawValue < right.rawValue }

    /// The best of the three for an `Accept-Language` header; Simplified Chinese when it names none of them.
    /// What has no weight above zero is not wanted (RFC 9110, 12.4.2).
    public init(accepting header: String) {
        let ranked = header.lowercased().split(separator: ",").prefix(20).enumerated().map { place, part in
            let pieces = part.split(separator: ";")
            let weight = pieces.dropFirst().first { $0.contains("q=") }.flatMap {
                Double($0.drop { $0 != "=" }.dropFirst())
            }
            return (
                tag: pieces.first.map { $0.filter { $0 != " " } } ?? "", weight: weight ?? 1, place: place
            )
        }
        let best = ranked.filter { $0.weight > 0 }.sorted { ($0.weight, $1.place) > ($1.weight, $0.place) }
        self = best.lazy.compactMap { Self(tag: $0.tag) }.first ?? .simplified
    }

    /// Reads a language tag such as `zh-HK`, `en-GB`, `zh`.
    public init?(tag: String) {
        let tag = tag.lowercased()
        if tag.hasPrefix("en") {
            self = .english
        } else if tag.hasPrefix("zh-hant") || tag.hasPrefix("zh-tw") || tag.hasPrefix("zh-hk")
            || tag.hasPrefix("zh-mo")
        {
            self = .traditional
        } else if tag.hasPrefix("zh") {
            self = .simplified
        } else {
            return nil
        }
    }
}

/// One text in the three languages, as policy packs and products carry it.
public struct LocalizedText: Hashable, Sendable {
    private let simplified: String
    private let traditional: String
    private let english: String

    public init(simplified: String, traditional: String, english: String) {
        self.simplified = simplified
        self.traditional = traditional
        self.english = english
    }

    public subscript(language: Language) -> String {
        switch language {
        case .simplified: simplified
        case .traditional: traditional
        case .english: english
        }
    }
}
