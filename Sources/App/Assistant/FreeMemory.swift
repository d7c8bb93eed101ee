import Foundation

/// Memory that was let go and that the C library keeps for what comes next.
enum FreeMemory {
    /// Gives it back to the system, where the C library is GNU's. Swift does not see the function; it is asked for by name.
    static func giveBack() {
        guard let found = dlsym(dlopen(nil, RTLD_LAZY), "malloc_trim") else { return }
        typealias Trim = @convention(c) (_ left: Int) -> Int32
        _ = unsafeBitCast(found, to: Trim.self)(0)
    }
}
