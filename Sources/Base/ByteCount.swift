/// How many bytes, as people say it: `50 MB`, `64 KB`, `300 B`. Rounded down, since it names what is the most.
public enum ByteCount {
    public static func words(_ bytes: Int) -> String {
        switch bytes {
        case (1 << 30)...: "\(bytes >> 30) GB"
        case (1 << 20)...: "\(bytes >> 20) MB"
        case (1 << 10)...: "\(bytes >> 10) KB"
        default: "\(bytes) B"
        }
    }
}
