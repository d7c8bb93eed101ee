/// One class against all others: a linear support vector machine with squared hinge loss, solved in the dual one
/// coordinate at a time with shrinking (Hsieh, Chang, Lin, Keerthi, Sundararajan 2008, "A dual coordinate descent
/// method for large-scale linear SVM", algorithm 3; the loss of LIBLINEAR's `-s 1`). The bias is a feature that is 1.
struct MarginSolver {
    let matrix: ExampleMatrix
    let cost: Float
    /// Stops when the projected gradients lie within this of each other.
    var tolerance: Float = 0.1
    var passesAtMost = 50

    /// Solves for a class and writes its weights, the bias behind them.
    /// - Parameter weights: `matrix.width + 1` numbers, all zero.
    func solve(_ wanted: Int32, seed: UInt64, _ weights: UnsafeMutablePointer<Float>) {
        var state = DualState(rows: matrix.rows, seed: seed)
        matrix.places.withUnsafeBufferPointer { places in
            matrix.values.withUnsafeBufferPointer { values in
                guard let places = places.baseAddress, let values = values.baseAddress else { return }
                for _ in 0..<passesAtMost {
                    let spread = pass(&state, wanted, places, values, weights)
                    if spread > tolerance { continue }
                    if state.active == matrix.rows { break }
                    state.wake()
                }
            }
        }
    }

    /// One pass over the active rows in random order.
    /// - Returns: how far apart the projected gradients were.
    private func pass(
        _ state: inout DualState, _ wanted: Int32, _ places: UnsafePointer<Int32>,
        _ values: UnsafePointer<Float>,
        _ weights: UnsafeMutablePointer<Float>
    ) -> Float {
        let diagonal = 0.5 / cost
        var (highest, lowest) = (-Float.infinity, Float.infinity)
        var index = 0
        state.shuffle()
        while index < state.active {
            let row = Int(state.order[index])
            let sign: Float = matrix.classes[row] == wanted ? 1 : -1
            let (start, end) = (matrix.starts[row], matrix.starts[row + 1])
            let margin = weights[matrix.width] + Self.product(weights, places, values, start..<end)
            let alpha = state.alphas[row]
            let gradient = sign * margin - 1 + alpha * diagonal
            var projected = gradient
            if alpha == 0 {
                if gradient > state.shrinkAbove {
                    state.shrink(index)
                    continue
                }
                projected = min(gradient, 0)
            }
            highest = max(highest, projected)
            lowest = min(lowest, projected)
            index += 1
            if abs(projected) < 1e-12 { continue }
            let renewed = max(alpha - gradient / (matrix.squares[row] + 1 + diagonal), 0)
            state.alphas[row] = renewed
            let step = (renewed - alpha) * sign
            weights[matrix.width] += step
            for place in start..<end { weights[Int(places[place])] += step * values[place] }
        }
        state.shrinkAbove = highest <= 0 ? .infinity : highest
        return state.active == 0 ? 0 : highest - lowest
    }

    /// The product of a row with the weights, in four sums that do not wait for each other.
    @inline(__always)
    private static func product(
        _ weights: UnsafeMutablePointer<Float>, _ places: UnsafePointer<Int32>,
        _ values: UnsafePointer<Float>,
        _ range: Range<Int>
    ) -> Float {
        var sums = SIMD4<Float>.zero
        var place = range.lowerBound
        while place + 4 <= range.upperBound {
            let row = SIMD4(
                weights[Int(places[place])], weights[Int(places[place + 1])], weights[Int(places[place + 2])],
                weights[Int(places[place + 3])])
            sums += row * SIMD4(values[place], values[place + 1], values[place + 2], values[place + 3])
            place += 4
        }
        var sum = sums.sum()
        while place < range.upperBound {
            sum += weights[Int(places[place])] * values[place]
            place += 1
        }
        return sum
    }
}

/// The dual variables, and which rows still matter.
private struct DualState {
    var alphas: [Float]
    var order: [Int32]
    var active: Int
    var shrinkAbove = Float.infinity
    private var chance: SeededChance

    init(rows: Int, seed: UInt64) {
        alphas = [Float](repeating: 0, count: rows)
        order = (0..<Int32(rows)).map { $0 }
        active = rows
        chance = SeededChance(seed: seed)
    }

    mutating func shuffle() {
        for index in 0..<active { order.swapAt(index, index + chance.below(active - index)) }
    }

    mutating func shrink(_ index: Int) {
        active -= 1
        order.swapAt(index, active)
    }

    mutating func wake() {
        active = order.count
        shrinkAbove = .infinity
    }
}
