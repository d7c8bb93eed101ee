/// MP4, QuickTime and HEIC (ISO/IEC 14496-12): boxes one behind the other, each with its length.
struct MediaBoxes {
    let file: FileBytes

    /// - Parameter heads: boxes that say what the data is, of which the file has at least one beside it.
    func isComplete(needing heads: Set<String>) -> Bool {
        var (place, names) = (0, Set<String>())
        while place + 8 <= file.count, let length = length(at: place), let name = file.name(at: place + 4) {
            guard length >= 8, length <= file.count - place else { return false }
            names.insert(name)
            place += length
        }
        return names.contains("mdat") && !heads.isDisjoint(with: names)
    }

    /// A length of 1 stands in the eight bytes after the name; 0 reaches to the end of the file.
    private func length(at place: Int) -> Int? {
        guard let short = file.big(4, at: place) else { return nil }
        switch short {
        case 0: return file.count - place
        case 1: return file.big(1, at: place + 8) == 0 ? file.big(7, at: place + 9) : nil
        default: return short
        }
    }
}
