/// How near to the top of ranked lists what was wanted stands.
public struct RankingReport: Sendable {
    /// The share of lists that begin with something wanted.
    public private(set) var recallAt1 = 0.0
    /// The share of lists with something wanted among the first five.
    public private(set) var recallAt5 = 0.0
    /// The mean of 1 by the place of the first thing wanted, 0 where it is not in the list.
    public private(set) var meanReciprocalRank = 0.0
    /// The mean over lists of the average precision at the places of what was wanted.
    public private(set) var meanAveragePrecision = 0.0
    private var lists = 0.0

    public init() {}

    public mutating func add(_ list: [Int], wanted: Set<Int>) {
        var (hits, precision, first) = (0.0, 0.0, 0)
        for (place, item) in list.enumerated() where wanted.contains(item) {
            hits += 1
            precision += hits / Double(place + 1)
            if first == 0 { first = place + 1 }
        }
        lists += 1
        recallAt1 += ((first == 1 ? 1 : 0) - recallAt1) / lists
        recallAt5 += ((1...5 ~= first ? 1 : 0) - recallAt5) / lists
        meanReciprocalRank += ((first > 0 ? 1 / Double(first) : 0) - meanReciprocalRank) / lists
        meanAveragePrecision += (precision / Double(max(wanted.count, 1)) - meanAveragePrecision) / lists
    }
}
