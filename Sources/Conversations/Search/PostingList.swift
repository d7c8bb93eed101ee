/// Positions in rising order, as short as their distances: seven bits a byte, the eighth says that more follow.
enum PostingList {
    static func bytes(_ positions: [Int64]) -> [UInt8] {
        var (bytes, last) = ([UInt8](), Int64(0))
        for position in positions {
            var distance = UInt64(position - last)
            while distance >= 0x80 {
                bytes.append(UInt8(distance & 0x7F) | 0x80)
                distance >>= 7
            }
            bytes.append(UInt8(distance))
            last = position
        }
        return bytes
    }

    static func positions(_ bytes: [UInt8]) -> [Int64] {
        var positions: [Int64] = []
        var (last, distance, shift) = (Int64(0), UInt64(0), UInt64(0))
        for byte in bytes {
            distance |= UInt64(byte & 0x7F) << shift
            guard byte < 0x80 else {
                shift += 7
                continue
            }
            last += Int64(distance)
            positions.append(last)
            (distance, shift) = (0, 0)
        }
        return positions
    }

    /// What stands in both; each in rising order.
    static func common(_ left: [Int64], _ right: [Int64]) -> [Int64] {
        var (found, l, r) = ([Int64](), 0, 0)
        while l < left.count, r < right.count {
            if left[l] == right[r] {
                found.append(left[l])
                (l, r) = (l + 1, r + 1)
            } else if left[l] < right[r] {
                l += 1
            } else {
                r += 1
            }
        }
        return found
    }
}
