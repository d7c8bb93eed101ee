/// WebP (RFC 9649): one RIFF chunk that says how long the file is, with a picture in it.
struct RIFFChunks {
    let file: FileBytes

    var isComplete: Bool {
        guard let length = file.little(4, at: 4), let name = file.name(at: 12),
            let first = file.little(4, at: 16)
        else { return false }
        return ["VP8 ", "VP8L", "VP8X"].contains(name) && length >= 12 + first && 8 + length <= file.count
    }
}
