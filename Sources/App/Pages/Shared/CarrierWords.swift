/// What carriers are called.
struct CarrierWords {
    let reader: Reader

    /// A code that is not known stays as it is.
    func name(_ code: String) -> String { reader.sentence("carrier.\(code)") ?? code }
}
