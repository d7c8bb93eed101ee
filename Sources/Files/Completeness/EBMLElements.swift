/// WebM (Matroska, RFC 9559): a header, then a segment that is all there unless it was written as a stream.
struct EBMLElements {
    let file: FileBytes

    private static let segment = 0x1853_8067

    var isComplete: Bool {
        guard let header = size(at: 4), let length = header.length else { return false }
        let place = header.end + length
        guard file.big(4, at: place) == Self.segment, let segment = size(at: place + 4) else { return false }
        guard let length = segment.length else { return segment.end < file.count }
        return length <= file.count - segment.end
    }

    /// A number whose first bit set says how many bytes it has; all ones: unknown.
    private func size(at place: Int) -> (length: Int?, end: Int)? {
        guard let first = file[place], first != 0 else { return nil }
        let bytes = first.leadingZeroBitCount + 1
        let bits = 7 * bytes
        guard let rest = file.big(bytes - 1, at: place + 1) else { return nil }
        let value = (Int(first) & ((1 << (8 - bytes)) - 1)) << (8 * (bytes - 1)) | rest
        return (value == (1 << bits) - 1 ? nil : value, place + bytes)
    }
}
