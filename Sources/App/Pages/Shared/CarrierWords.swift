/// Carriers by the short codes that shops' systems use.
struct CarrierWords {
    let reader: Reader

    /// In the order in which a list offers them.
    static let codes = [
        "sf", "zto", "yto", "sto", "yunda", "jtsd", "jd", "ems", "deppon", "ups", "fedex", "dhl", "usps",
        "other",
    ]

    /// A code that is not known stays as it is.
    func name(_ code: String) -> String { reader.sentence("carrier.\(code)") ?? code }
}
