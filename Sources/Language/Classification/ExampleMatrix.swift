/// Texts as sparse rows, one behind the other, with the class of each.
struct ExampleMatrix: Sendable {
    let starts: [Int]
    let places: [Int32]
    let values: [Float]
    let squares: [Float]
    let classes: [Int32]
    let width: Int

    init(_ vectors: [FeatureVector], classes: [Int32], width: Int) {
        var starts = [0]
        var places: [Int32] = []
        var values: [Float] = []
        let total = vectors.reduce(0) { $0 + $1.places.count }
        places.reserveCapacity(total)
        values.reserveCapacity(total)
        for vector in vectors {
            places.append(contentsOf: vector.places)
            values.append(contentsOf: vector.values)
            starts.append(places.count)
        }
        self.starts = starts
        self.places = places
        self.values = values
        squares = vectors.map { $0.values.reduce(0) { $0 + $1 * $1 } }
        self.classes = classes
        self.width = width
    }

    var rows: Int { classes.count }

    /// The rows whose numbers are given.
    func picking(_ rows: [Int]) -> ExampleMatrix {
        ExampleMatrix(
            rows.map(vector), classes: rows.map { classes[$0] }, width: width)
    }

    func vector(_ row: Int) -> FeatureVector {
        var vector = FeatureVector()
        vector.places = Array(places[starts[row]..<starts[row + 1]])
        vector.values = Array(values[starts[row]..<starts[row + 1]])
        return vector
    }
}
