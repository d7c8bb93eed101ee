import Foundation

/// A text as a sparse vector: the features that it has, each with its value.
struct FeatureVector: Sendable {
    var places: [Int32] = []
    var values: [Float] = []

    init(capacity: Int = 0) {
        places.reserveCapacity(capacity)
        values.reserveCapacity(capacity)
    }
}

/// Counts how often each feature of a block occurs: a hash table with open addressing, big enough for all that come.
struct FeatureCounts {
    private var slots: [Int32]
    private var places: [Int32] = []
    private var counts: [Int32] = []
    private let mask: Int

    init(atMost: Int) {
        var size = 64
        while size < atMost { size *= 2 }
        mask = size - 1
        slots = [Int32](repeating: -1, count: size)
        places.reserveCapacity(atMost / 2)
        counts.reserveCapacity(atMost / 2)
    }

    @inline(__always)
    mutating func add(_ place: Int32) {
        var slot = Int(place) &* 0x9E37_79B1 & mask
        while true {
            let index = slots[slot]
            if index < 0 {
                slots[slot] = Int32(places.count)
                places.append(place)
                counts.append(1)
                return
            }
            if places[Int(index)] == place {
                counts[Int(index)] += 1
                return
            }
            slot = (slot + 1) & mask
        }
    }

    /// Appends the block to a vector, scaled to length one, and begins the next block. Features of different blocks
    /// are different, so that the table stays.
    mutating func move(to vector: inout FeatureVector, _ weights: [Float]) {
        let first = vector.values.count
        var squares: Float = 0
        for (place, count) in zip(places, counts) {
            let frequency = count == 1 ? 1 : 1 + log(Float(count))
            let value = frequency * weights[Int(place)]
            squares += value * value
            vector.places.append(place)
            vector.values.append(value)
        }
        if squares > 0 {
            let scale = 1 / squares.squareRoot()
            for index in first..<vector.values.count { vector.values[index] *= scale }
        }
        if !places.isEmpty {
            places.removeAll(keepingCapacity: true)
            counts.removeAll(keepingCapacity: true)
            for slot in slots.indices { slots[slot] = -1 }
        }
    }
}
