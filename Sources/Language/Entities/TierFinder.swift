/// Finds the level of an account or membership: `gold`, `premium account`, `free account`.
struct TierFinder {
    private static let plain: Set<String> = ["freemium", "platinum", "premium", "pro"]
    /// Words that mean a level only beside what has levels.
    private static let beside: Set<String> = [
        "free", "standard", "gold", "silver", "basic", "plus", "vip", "business",
    ]
    private static let levelled = [
        "account", "accounts", "acount", "profile", "membership", "user", "plan", "version", "member",
        "subscription",
    ]

    func find(_ reading: Reading) -> [Entity] {
        reading.words.indices.compactMap { place in
            let text = reading.words[place].text
            let isTier =
                Self.plain.contains(text) || (Self.beside.contains(text) && isLevelled(reading, place))
            return isTier ? reading.entity(.accountTier, reading.words[place].range) : nil
        }
    }

    private func isLevelled(_ reading: Reading, _ place: Int) -> Bool {
        reading.words.dropFirst(place + 1).prefix(2).contains { word in
            Self.levelled.contains { word.text.isNearly($0) || word.text.hasPrefix($0) }
        }
    }
}
