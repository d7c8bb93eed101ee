import Foundation

/// The features that a model knows: which buckets count, and how much each weighs.
///
/// A feature's value in a text is (1 + ln tf) * idf with idf = ln((1 + N) / (1 + df)) + 1, each block scaled to length
/// one by itself (the weighting of scikit-learn's TfidfVectorizer with sublinear_tf).
struct Vocabulary: Sendable {
    let recipe: TextRecipe
    /// Block and bucket of each feature, ascending: block * 2^bits + bucket.
    let keys: [UInt32]
    /// The weight of each feature before tf.
    let weights: [Float]
    private let places: [Int32]
    private let collector: GramCollector

    init(recipe: TextRecipe, keys: [UInt32], weights: [Float]) {
        self.recipe = recipe
        self.keys = keys
        self.weights = weights.map(\.halved)
        collector = GramCollector(recipe)
        var places = [Int32](repeating: -1, count: GramCollector.blocks << recipe.bucketBits)
        for (place, key) in keys.enumerated() { places[Int(key)] = Int32(place) }
        self.places = places
    }

    var count: Int { keys.count }

    /// Learns which buckets the texts have, and how rare each is.
    init(_ texts: [NormalText], _ recipe: TextRecipe) {
        let collector = GramCollector(recipe)
        var documents = [Int32](repeating: 0, count: GramCollector.blocks << recipe.bucketBits)
        var lastSeen = [Int32](repeating: -1, count: documents.count)
        for (number, text) in texts.enumerated() {
            collector.collect(text) { block, bucket in
                let key = block << recipe.bucketBits + Int(bucket)
                if lastSeen[key] == number { return }
                lastSeen[key] = Int32(number)
                documents[key] += 1
            }
        }
        let keys = documents.indices.filter { documents[$0] >= recipe.documentsAtLeast && documents[$0] > 0 }
        let all = Float(texts.count + 1)
        self.init(
            recipe: recipe, keys: keys.map { UInt32($0) },
            weights: keys.map { log(all / Float(documents[$0] + 1)) + 1 })
    }

    /// The same features, their weights multiplied.
    func weighted(by factors: [Float]) -> Vocabulary {
        Vocabulary(recipe: recipe, keys: keys, weights: zip(weights, factors).map { $0 * $1 })
    }

    /// The features of a text that the model knows.
    func features(_ text: NormalText) -> FeatureVector {
        var counts = FeatureCounts(atMost: text.scalars.count * 8 + 8)
        var vector = FeatureVector(capacity: text.scalars.count * 5 + 8)
        var block = 0
        collector.collect(text) { found, bucket in
            if found != block {
                counts.move(to: &vector, weights)
                block = found
            }
            let place = places[found << recipe.bucketBits + Int(bucket)]
            if place >= 0 { counts.add(place) }
        }
        counts.move(to: &vector, weights)
        return vector
    }
}
