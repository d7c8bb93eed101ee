import Base
import Testing

@testable import Archive

@Suite struct TarHeaderTests {
    @Test(arguments: [0, 1, 8_589_934_591, 8_589_934_592, 5 << 40] as [Int64])
    func `a header says any length`(bytes: Int64) {
        let header = TarHeader(
            name: "files/ab/abc", bytes: bytes, at: Timestamp(milliseconds: 1_790_000_000_000))
        #expect(TarHeader(header.block) == header)
    }

    @Test func `a changed header is none`() {
        let block = TarHeader(name: "a", bytes: 5, at: Timestamp(milliseconds: 0)).block
        for place in block.indices {
            var changed = block
            changed[place] ^= 4
            #expect(TarHeader(changed) == nil, "\(place)")
        }
    }
}
