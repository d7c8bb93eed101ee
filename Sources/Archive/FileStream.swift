import Foundation

/// An open file of the system, read or written in order.
public final class FileStream: ByteSink, ByteSource {
    private let descriptor: Int32
    private let path: String

    /// Opens a file to be read.
    public static func reading(_ path: String) throws(ArchiveFault) -> FileStream {
        try FileStream(path, O_RDONLY)
    }

    /// Makes a file that only its owner may read.
    /// - Throws: `ArchiveFault.system` also when there is one of that name.
    public static func making(_ path: String) throws(ArchiveFault) -> FileStream {
        try FileStream(path, O_RDWR | O_CREAT | O_EXCL)
    }

    /// Standard input or output.
    public static func standard(_ descriptor: Int32) throws(ArchiveFault) -> FileStream {
        let copy = dup(descriptor)
        guard copy >= 0 else { throw Self.fault("-") }
        return FileStream(descriptor: copy, path: "-")
    }

    private init(descriptor: Int32, path: String) { (self.descriptor, self.path) = (descriptor, path) }

    private init(_ path: String, _ flags: Int32) throws(ArchiveFault) {
        descriptor = open(path, flags | O_CLOEXEC, 0o600)
        self.path = path
        guard descriptor >= 0 else { throw Self.fault(path) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    public func write(_ bytes: [UInt8]) throws(ArchiveFault) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.fault(path) }
            done += count
        }
    }

    public func read(_ count: Int) throws(ArchiveFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let read = bytes.withUnsafeMutableBytes {
                Foundation.read(descriptor, $0.baseAddress.map { $0 + filled }, $0.count - filled)
            }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw Self.fault(path) }
            if read == 0 { break }
            filled += read
        }
        bytes.removeLast(count - filled)
        return bytes
    }

    /// Pipes and terminals cannot be pressed onto a disk, and need not be.
    public func finish() throws(ArchiveFault) {
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else { throw Self.fault(path) }
    }

    public func rewind() throws(ArchiveFault) {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw Self.fault(path) }
    }

    /// How long the file is now.
    public func size() throws(ArchiveFault) -> Int64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.fault(path) }
        return Int64(status.st_size)
    }

    /// SHA-256 of what follows up to the end.
    public func checksum() throws(ArchiveFault) -> String {
        var sum = Checksum()
        while true {
            let piece = try read(ArchiveWriter.pieceBytes)
            if piece.isEmpty { return sum.text() }
            sum.add(piece)
        }
    }

    /// Presses the names in a directory onto the disk, such as after a rename.
    public static func settle(directory: String) throws(ArchiveFault) {
        try FileStream(directory, O_RDONLY | O_DIRECTORY).finish()
    }

    private static func fault(_ path: String) -> ArchiveFault {
        .system(String(cString: strerror(errno)), path: path)
    }
}
