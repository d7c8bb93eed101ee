/// The scale beside the bars: four steps of a round number.
enum PromiseScale {
    private static let round = [1, 2, 3, 4, 5, 6, 8]

    /// The lowest top that holds the highest bar.
    static func top(over highest: Int) -> Int {
        var unit = 1
        while true {
            if let step = round.first(where: { $0 * unit * 4 >= highest }) { return step * unit * 4 }
            unit *= 10
        }
    }
}
