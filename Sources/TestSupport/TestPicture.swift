/// Small files as they come from telephones, whole.
public enum TestPicture {
    /// A JPEG of one point; each salt gives other bytes.
    public static func jpeg(_ salt: String = "") -> [UInt8] {
        let comment = Array(salt.utf8)
        return [0xFF, 0xD8, 0xFF, 0xFE, 0, UInt8(comment.count + 2)] + comment
            + [0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]
            + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0x3F, 0, 0x2A] + [0xFF, 0xD9]
    }
}
