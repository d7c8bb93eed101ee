/// A classifier as bytes: what is written to the disk and read back.
///
/// `HTC1`, then the recipe, the labels, the calibration, the features (their keys as differences, varints), their
/// weights and scales as the upper halves of floats, and for each how many rows ago its row stood; 0 is followed by a new
/// row, one byte a class, zeros in runs. Little-endian.
extension TextClassifier {
    private static let mark: [UInt8] = Array("HTC1".utf8)

    public var bytes: [UInt8] {
        var writer = ByteWriter(Self.mark)
        writer.recipe(vocabulary.recipe)
        writer.number(labels.count)
        for label in labels { writer.text(label) }
        writer.number(table.classes)
        for value in [calibration.slope, calibration.offset, calibration.threshold] { writer.float(value) }
        for bias in table.biases { writer.float(bias) }
        writer.number(vocabulary.count)
        var before: UInt32 = 0
        for key in vocabulary.keys {
            writer.number(Int(key - before))
            before = key
        }
        for weight in vocabulary.weights { writer.half(weight) }
        for scale in table.scales { writer.half(scale) }
        var next: Int32 = 0
        for row in table.rows {
            writer.number(Int(next - row))
            if row == next {
                let start = Int(row) * table.stride
                writer.row(table.weights[start..<start + table.classes])
                next += 1
            }
        }
        return writer.bytes
    }

    /// - Returns: nil for bytes that are no classifier, or not the whole of one.
    public init?(bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.take(4).map(Array.init) == Self.mark, let recipe = reader.recipe(),
            let labelCount = reader.number(below: 1 << 16), labelCount >= 2
        else { return nil }
        var labels: [String] = []
        for _ in 0..<labelCount {
            guard let label = reader.text() else { return nil }
            labels.append(label)
        }
        guard let classes = reader.number(below: 1 << 16), classes == labelCount || classes == labelCount + 1,
            let curve = reader.floats(3), let biases = reader.floats(classes),
            let count = reader.number(below: GramCollector.blocks << recipe.bucketBits + 1)
        else { return nil }
        var keys: [UInt32] = []
        var key = 0
        for _ in 0..<count {
            guard let step = reader.number(below: 1 << 32) else { return nil }
            key += step
            guard key < GramCollector.blocks << recipe.bucketBits, step > 0 || keys.isEmpty else {
                return nil
            }
            keys.append(UInt32(key))
        }
        guard let weights = reader.halves(count), let scales = reader.halves(count) else { return nil }
        let padding = repeatElement(Int8(0), count: WeightTable.stride(classes) - classes)
        var (rows, table): ([Int32], [Int8]) = ([], [])
        var next = 0
        for _ in 0..<count {
            guard let back = reader.number(below: next + 1) else { return nil }
            rows.append(Int32(next - back))
            if back == 0 {
                guard let row = reader.row(classes) else { return nil }
                table += row + padding
                next += 1
            }
        }
        guard reader.isAtEnd else { return nil }
        self.init(
            labels, Vocabulary(recipe: recipe, keys: keys, weights: weights),
            WeightTable(classes: classes, weights: table, rows: rows, scales: scales, biases: biases),
            Calibration(slope: curve[0], offset: curve[1], threshold: curve[2]))
    }
}

extension ByteWriter {
    fileprivate mutating func recipe(_ recipe: TextRecipe) {
        for value in [recipe.hanRun, recipe.bucketBits, recipe.documentsAtLeast, recipe.scalarsAtMost] {
            number(value)
        }
        float(recipe.cost)
        float(recipe.ratioPower)
    }
}

extension ByteReader {
    fileprivate mutating func recipe() -> TextRecipe? {
        guard let run = number(below: 9), run >= 1, let bits = number(below: 23), bits >= 4,
            let documents = number(below: 1 << 16), let scalars = number(below: 1 << 20),
            let power = floats(2)
        else { return nil }
        return TextRecipe(
            hanRun: run, bucketBits: bits, documentsAtLeast: documents, cost: power[0], ratioPower: power[1],
            scalarsAtMost: scalars)
    }
}
