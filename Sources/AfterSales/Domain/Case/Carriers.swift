/// Carriers by the short codes that shops' systems use.
public enum Carriers {
    /// In the order in which a list offers them.
    public static let codes = [
        "sf", "zto", "yto", "sto", "yunda", "jtsd", "jd", "ems", "deppon", "ups", "fedex", "dhl", "usps",
        "other",
    ]

    /// As the log may have it for good: whatever else somebody wrote there stands with the parcel alone.
    static func code(of carrier: String) -> String {
        codes.first { $0 == carrier.lowercased() } ?? "other"
    }
}
