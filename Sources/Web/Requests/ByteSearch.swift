import Foundation

/// Finds bytes within bytes.
enum ByteSearch {
    static func first(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        first(needle, in: bytes[start...])
    }

    /// Where the needle begins, as an index of the slice. Jumps from one first byte to the next.
    static func first(_ needle: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, let lead = needle.first else { return nil }
            var offset = 0
            while buffer.count - offset >= needle.count {
                let span = buffer.count - offset - needle.count + 1
                guard let hit = memchr(base + offset, Int32(lead), span) else { return nil }
                offset = UnsafeRawPointer(hit) - base
                if memcmp(hit, needle, needle.count) == 0 { return bytes.startIndex + offset }
                offset += 1
            }
            return nil
        }
    }
}
