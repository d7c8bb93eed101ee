/// PNG (ISO/IEC 15948): a header, chunks of picture data, and `IEND`, each with its length.
struct PNGChunks {
    let file: FileBytes

    var isComplete: Bool {
        guard file.name(at: 12) == "IHDR", file.big(4, at: 8) == 13, let width = file.big(4, at: 16),
            let height = file.big(4, at: 20), width > 0, height > 0
        else { return false }
        var (place, hasData) = (8, false)
        while let length = file.big(4, at: place), let name = file.name(at: place + 4) {
            place += 8 + length + 4
            guard place <= file.count else { return false }
            if name == "IDAT" { hasData = true }
            if name == "IEND" { return hasData }
        }
        return false
    }
}
