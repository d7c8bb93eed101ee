/// GIF (GIF89a): a screen, blocks of pictures and extensions, and a trailer.
struct GIFBlocks {
    let file: FileBytes

    var isComplete: Bool {
        guard let width = file.little(2, at: 6), let height = file.little(2, at: 8), width > 0, height > 0,
            let flags = file[10]
        else { return false }
        var (place, hasPicture) = (13 + Self.table(flags), false)
        while let block = file[place] {
            switch block {
            case 0x3B: return hasPicture
            case 0x21: place = afterData(place + 2)
            case 0x2C:
                guard let flags = file[place + 9] else { return false }
                hasPicture = true
                place = afterData(place + 11 + Self.table(flags))
            default: return false
            }
        }
        return false
    }

    /// Bytes of a table of colours, as the flags of a screen or picture say.
    private static func table(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1) }

    /// Behind pieces of up to 255 bytes, of which an empty one is the last.
    private func afterData(_ start: Int) -> Int {
        var place = start
        while let length = file[place] {
            place += 1 + Int(length)
            if length == 0 { break }
        }
        return place
    }
}
