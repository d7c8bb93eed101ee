extension FileKind {
    /// Whether the whole file has come: its parts fit into each other up to its end. What stands behind the end is not
    /// looked at, since telephones put things there; neither is what pictures show.
    func isComplete(_ bytes: [UInt8]) -> Bool {
        let file = FileBytes(bytes)
        return switch self {
        case .jpeg: JPEGMarkers(file: file).isComplete
        case .png: PNGChunks(file: file).isComplete
        case .gif: GIFBlocks(file: file).isComplete
        case .webp: RIFFChunks(file: file).isComplete
        case .heic: MediaBoxes(file: file).isComplete(needing: ["meta"])
        case .mp4, .quickTime: MediaBoxes(file: file).isComplete(needing: ["moov", "moof"])
        case .webm: EBMLElements(file: file).isComplete
        case .pdf: file.ends(within: 2_048, with: "%%EOF")
        }
    }
}
