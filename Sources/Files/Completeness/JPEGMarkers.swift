/// JPEG (ITU-T T.81): segments with their lengths, among them a frame's header with a size, then the scan, then its end.
struct JPEGMarkers {
    let file: FileBytes

    var isComplete: Bool {
        var (place, hasFrame) = (2, false)
        while file[place] == 0xFF, let marker = file[place + 1] {
            // Bytes that fill up, and markers that stand alone.
            if marker == 0xFF || marker == 0x01 || (0xD0...0xD7).contains(marker) {
                place += marker == 0xFF ? 1 : 2
                continue
            }
            guard let length = file.big(2, at: place + 2), length >= 2 else { return false }
            if Self.isFrame(marker) {
                guard let width = file.big(2, at: place + 7), width > 0 else { return false }
                hasFrame = true
            }
            place += 2 + length
            if marker == 0xDA { return hasFrame && file.last((0xFF, 0xD9), after: place) != nil }
        }
        return false
    }

    /// SOF0 to SOF15, without the tables and extensions among them.
    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
    }
}
