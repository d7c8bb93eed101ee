import Synchronization

/// What was told during a test, in order.
public final class Collected<Element: Sendable>: Sendable {
    private let list = Mutex<[Element]>([])

    public init() {}

    public var elements: [Element] { list.withLock { $0 } }

    public func take(_ element: Element) { list.withLock { $0.append(element) } }
}
