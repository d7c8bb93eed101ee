/// The weights of all classes, eight bits each, in rows; a feature has a row and a scale.
///
/// What only one text has gets weights that are multiples of each other, so that features share rows.
struct WeightTable: Sendable {
    let classes: Int
    /// Rows are padded to a multiple of 16 so that they are read sixteen at a time.
    let stride: Int
    let weights: [Int8]
    /// The row of each feature.
    let rows: [Int32]
    let scales: [Float]
    let biases: [Float]

    init(classes: Int, weights: [Int8], rows: [Int32], scales: [Float], biases: [Float]) {
        self.classes = classes
        stride = Self.stride(classes)
        self.weights = weights
        self.rows = rows
        self.scales = scales
        self.biases = biases
    }

    static func stride(_ classes: Int) -> Int { (classes + 15) / 16 * 16 }

    /// Rounds the solved weights: class after class, each `width` weights and a bias.
    init(rounding solved: [Float], classes: Int, width: Int) {
        let stride = Self.stride(classes)
        var (weights, rows, scales): ([Int8], [Int32], [Float]) = ([], [], [])
        var known: [[Int8]: Int32] = [:]
        for feature in 0..<width {
            let column = (0..<classes).map { solved[$0 * (width + 1) + feature] }
            let scale = ((column.map(abs).max() ?? 0) / 127).halved
            let row = column.map { scale > 0 ? Int8(max(-127, min(127, ($0 / scale).rounded()))) : 0 }
            if known[row] == nil {
                known[row] = Int32(known.count)
                weights.append(contentsOf: row)
                weights.append(contentsOf: repeatElement(0, count: stride - classes))
            }
            rows.append(known[row] ?? 0)
            scales.append(scale)
        }
        self.init(
            classes: classes, weights: weights, rows: rows, scales: scales,
            biases: (0..<classes).map { solved[$0 * (width + 1) + width] })
    }

    /// How far the text stands on each class's side: positive inside, -1 and below well outside.
    func margins(_ vector: FeatureVector) -> [Float] {
        var sums = [SIMD16<Float>](repeating: .zero, count: stride / 16)
        sums.withUnsafeMutableBufferPointer { sums in
            weights.withUnsafeBytes { bytes in
                for (place, value) in zip(vector.places, vector.values) {
                    let factor = value * scales[Int(place)]
                    let row = Int(rows[Int(place)]) * stride
                    for lane in 0..<sums.count {
                        let part = bytes.loadUnaligned(fromByteOffset: row + lane * 16, as: SIMD16<Int8>.self)
                        sums[lane] += SIMD16<Float>(part) * factor
                    }
                }
            }
        }
        return biases.indices.map { sums[$0 / 16][$0 % 16] + biases[$0] }
    }
}

extension Float {
    /// Rounded to the sixteen bits that are stored: eight of exponent, seven and one of fraction.
    var halved: Float { Float(bitPattern: (bitPattern &+ 0x8000) & 0xFFFF_0000) }
}
