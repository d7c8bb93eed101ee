/// Where the sections of a pack's text begin, whatever else may be wrong with it.
public struct PackOutline: Sendable {
    public struct Section: Sendable, Hashable {
        /// The outermost key, such as `deadlines`.
        public let key: String
        /// From 1.
        public let line: Int
    }

    /// In the order of the text.
    public let sections: [Section]

    public init(_ yaml: String) {
        let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
        sections = lines.enumerated().compactMap { place, line in
            guard let key = line.prefixMatch(of: /([A-Za-z]+):/)?.1 else { return nil }
            return Section(key: String(key), line: place + 1)
        }
    }
}
