/// A place to go to and what it is called, with how many things wait there.
public struct Link: Sendable, Hashable {
    public let title: String
    public let place: String
    public let isCurrent: Bool
    public let count: Int?

    public init(_ title: String, to place: String, isCurrent: Bool = false, count: Int? = nil) {
        self.title = title
        self.place = place
        self.isCurrent = isCurrent
        self.count = count
    }
}
