/// A type of file that evidence may have, told from its first bytes, never from its name; whether all of it has come is
/// told by `isComplete`.
public enum FileKind: String, Sendable, CaseIterable {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case gif = "image/gif"
    case webp = "image/webp"
    case heic = "image/heic"
    case mp4 = "video/mp4"
    case quickTime = "video/quicktime"
    case webm = "video/webm"
    case pdf = "application/pdf"

    public var isPicture: Bool { rawValue.hasPrefix("image/") }
    public var isVideo: Bool { rawValue.hasPrefix("video/") }

    /// Signatures: ITU-T T.81 (JPEG), RFC 2083 (PNG), GIF89a, RIFF (WebP), ISO 14496-12 `ftyp` brands, EBML, PDF 32000.
    public init?(sniffing bytes: some RandomAccessCollection<UInt8>) {
        let head = Array(bytes.prefix(64))
        func text(_ range: Range<Int>) -> String {
            head.count >= range.upperBound ? String(decoding: head[range], as: UTF8.self) : ""
        }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if text(0..<6) == "GIF87a" || text(0..<6) == "GIF89a" {
            self = .gif
        } else if text(0..<4) == "RIFF", text(8..<12) == "WEBP" {
            self = .webp
        } else if head.starts(with: [0, 0]), text(4..<8) == "ftyp" {  // a first box of less than 64 KB
            switch text(8..<12) {
            case "heic", "heix", "mif1", "msf1": self = .heic
            case "qt  ": self = .quickTime
            default: self = .mp4
            }
        } else if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            self = .webm
        } else if text(0..<5) == "%PDF-" {
            self = .pdf
        } else {
            return nil
        }
    }
}
