/// Reads the features of a text as bucket numbers, block by block; a feature that stands twice comes twice.
struct GramCollector {
    /// The blocks, each scaled to length one by itself.
    static let blocks = 3
    private let recipe: TextRecipe
    private let mask: UInt64

    init(_ recipe: TextRecipe) {
        self.recipe = recipe
        mask = (1 << UInt64(recipe.bucketBits)) - 1
    }

    /// Calls `found` with block and bucket of each feature.
    @inline(__always)
    func collect(_ text: NormalText, _ found: (Int, UInt32) -> Void) {
        let scalars = text.scalars
        if scalars.contains(where: \.isHan) {
            runs(Self.withoutNumbers(scalars.prefix(recipe.scalarsAtMost)), found)
        } else {
            words(scalars.prefix(recipe.scalarsAtMost), found)
            parts(scalars.prefix(recipe.scalarsAtMost), found)
        }
    }

    /// Chinese: every number is the same number, and so is what a data set has put in its place (`[数字x]`).
    private static func withoutNumbers(_ scalars: ArraySlice<UInt32>) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(scalars.count)
        var place = scalars.startIndex
        while place < scalars.endIndex {
            let scalar = scalars[place]
            if scalar == 0x5B, let end = scalars[place...].prefix(8).firstIndex(of: 0x5D),
                scalars[end - 1] == 0x78
            {
                place = end
            } else if !scalar.isDigit {
                result.append(scalar)
                place += 1
                continue
            }
            if result.last != 0x23 { result.append(0x23) }
            place += 1
        }
        return result
    }

    @inline(__always)
    private func runs(_ scalars: [UInt32], _ found: (Int, UInt32) -> Void) {
        for start in scalars.indices {
            var hash = Self.seed(2)
            for length in 1...min(recipe.hanRun, scalars.count - start) {
                hash = Self.mix(hash, scalars[start + length - 1])
                found(2, bucket(hash, length))
            }
        }
    }

    /// Words, pairs of words; the marks `? ! $ £ €` are words too.
    @inline(__always)
    private func words(_ scalars: ArraySlice<UInt32>, _ found: (Int, UInt32) -> Void) {
        var before: UInt64 = 0
        var place = scalars.startIndex
        while place < scalars.endIndex {
            var hash = Self.seed(0)
            if scalars[place].isWordPart {
                while place < scalars.endIndex, scalars[place].isWordPart {
                    hash = Self.mix(hash, scalars[place])
                    place += 1
                }
            } else {
                let mark = scalars[place]
                place += 1
                guard mark == 0x3F || mark == 0x21 || mark == 0x24 || mark == 0xA3 || mark == 0x20AC else {
                    continue
                }
                hash = Self.mix(hash, mark)
            }
            found(0, bucket(hash, 1))
            if before != 0 { found(0, bucket(before &* 0x9E37_79B9_7F4A_7C15 ^ hash, 2)) }
            before = hash
        }
    }

    /// Parts of what stands between blanks, a blank at either end included.
    @inline(__always)
    private func parts(_ scalars: ArraySlice<UInt32>, _ found: (Int, UInt32) -> Void) {
        var start = scalars.startIndex
        while start < scalars.endIndex {
            var end = start
            while end < scalars.endIndex, scalars[end] != 0x20 { end += 1 }
            for first in (start - 1)..<end {
                var hash = Self.mix(Self.seed(1), first < start ? 0x20 : scalars[first])
                for length in 2...5 {
                    let last = first + length - 1
                    if last > end { break }
                    hash = Self.mix(hash, last == end ? 0x20 : scalars[last])
                    found(1, bucket(hash, length))
                }
            }
            start = end + 1
        }
    }

    @inline(__always)
    private func bucket(_ hash: UInt64, _ length: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: Self.finish(hash ^ UInt64(length) &* 0xD6E8_FEB8_6659_FD93) & mask)
    }

    // FNV-1a over scalars (http://www.isthe.com/chongo/tech/comp/fnv) and the finaliser of MurmurHash3
    // (https://github.com/aappleby/smhasher).
    @inline(__always)
    private static func seed(_ block: UInt64) -> UInt64 { 0xCBF2_9CE4_8422_2325 ^ (block &* 0x9E37_79B9) }

    @inline(__always)
    private static func mix(_ hash: UInt64, _ scalar: UInt32) -> UInt64 {
        (hash ^ UInt64(scalar)) &* 0x100_0000_01B3
    }

    @inline(__always)
    private static func finish(_ hash: UInt64) -> UInt64 {
        var hash = hash
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ (hash >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ (hash >> 33)
    }
}
