import Foundation

/// Which texts have a feature, and what it counts there: an inverted index with Okapi's BM25
/// (Robertson and Zaragoza 2009, "The probabilistic relevance framework: BM25 and beyond", 3.1).
struct Postings: Sendable {
    /// k1 and b of the formula; chosen on 1,000 development questions among 12,000 (docs/language.md).
    private static let saturation: Float = 0.6
    private static let lengthWeight: Float = 0.75

    private let collector: GramCollector
    private let bits: Int
    private let count: Int
    /// Where each feature's texts begin in `documents`.
    private var starts: [Int32]
    private var documents: [Int32] = []
    /// What a feature counts in each of its texts.
    private var gains: [Float] = []
    /// How much a feature says: ln(1 + (N - n + 0.5) / (n + 0.5)).
    private var rarity: [Float]

    init(_ texts: [NormalText], _ recipe: TextRecipe) {
        (collector, bits, count) = (GramCollector(recipe), recipe.bucketBits, texts.count)
        starts = [Int32](repeating: 0, count: GramCollector.blocks << bits + 1)
        rarity = [Float](repeating: 0, count: starts.count)
        weigh(lengths: gather(texts))
    }

    /// How near each text is to a question: its BM25 as a share of what a text could have at most.
    func scores(_ question: NormalText) -> [Float] {
        var sums = [Float](repeating: 0, count: count)
        var most: Float = 0
        sums.withUnsafeMutableBufferPointer { sums in
            collector.collect(question) { block, bucket in
                let key = block << bits + Int(bucket)
                most += rarity[key] * (Self.saturation + 1)
                for place in Int(starts[key])..<Int(starts[key + 1]) {
                    sums[Int(documents[place])] += gains[place]
                }
            }
            guard most > 0 else { return }
            for place in sums.indices { sums[place] /= most }
        }
        return sums
    }

    /// Fills `starts` and `documents`, and `gains` with how often a feature stands in a text.
    /// - Returns: how many features each text has.
    private mutating func gather(_ texts: [NormalText]) -> [Float] {
        var pairs: [UInt64] = []
        var lengths = [Float](repeating: 0, count: texts.count)
        for (place, text) in texts.enumerated() {
            collector.collect(text) { block, bucket in
                pairs.append(UInt64(block << bits + Int(bucket)) << 32 | UInt64(place))
                lengths[place] += 1
            }
        }
        pairs.sort()
        var last: UInt64?
        for pair in pairs {
            if pair == last {
                gains[gains.count - 1] += 1
            } else {
                documents.append(Int32(truncatingIfNeeded: pair & 0xFFFF_FFFF))
                gains.append(1)
                starts[Int(pair >> 32) + 1] += 1
            }
            last = pair
        }
        for key in 1..<starts.count { starts[key] += starts[key - 1] }
        return lengths
    }

    private mutating func weigh(lengths: [Float]) {
        let mean = max(lengths.reduce(0, +) / Float(max(count, 1)), 1)
        for key in 0..<starts.count - 1 {
            let holding = Float(starts[key + 1] - starts[key])
            rarity[key] = log(1 + (Float(count) - holding + 0.5) / (holding + 0.5))
            for place in Int(starts[key])..<Int(starts[key + 1]) {
                let length = lengths[Int(documents[place])] / mean
                let slack = Self.saturation * (1 - Self.lengthWeight + Self.lengthWeight * length)
                gains[place] *= rarity[key] * (Self.saturation + 1) / (gains[place] + slack)
            }
        }
    }
}
