/// Takes bytes one after another.
public protocol ByteSink: AnyObject {
    func write(_ bytes: [UInt8]) throws(ArchiveFault)
    /// Nothing follows; what was taken is on the disk when this returns.
    func finish() throws(ArchiveFault)
}

/// Gives bytes one after another.
public protocol ByteSource: AnyObject {
    /// At most `count` bytes; fewer only at the end, none after it.
    func read(_ count: Int) throws(ArchiveFault) -> [UInt8]
}
