/// A bound on everything that comes from outside. Units stand in the names.
public enum Limits {
    /// 10,000,000,000.00 in a currency with cents: sums of a line, an order and a shop's day stay far from overflow.
    public static let largestAmount: Int64 = 1_000_000_000_000
    public static let unitsOfOneLine = 100_000
    public static let linesOfOneOrder = 500
    public static let paymentsOfOneOrder = 50
    public static let idBytes = 128
    public static let noteCharacters = 2_000
    public static let nameCharacters = 200
    public static let bodyBytes = 1 << 20
    public static let jsonDepth = 32
    public static let importLineBytes = 1 << 20
    public static let badLinesNamed = 1_000
    public static let fileBytes = 50 << 20
    /// A file that somebody sends in the chat on a shop's site.
    public static let chatFileBytes = 10 << 20
    public static let filesOfOneCase = 20
    public static let pageItems = 100
    public static let defaultPageItems = 25
    public static let offersOfOneCase = 20
    public static let casesOfOneOrder = 100
    public static let sandboxAdvanceSeconds = 3_660 * 86_400
    public static let packBytes = 256 << 10
    public static let streamsOfOneNode = 20_000
    /// Calls to the outside that a node has under way.
    public static let callsOfOneNode = 512
    /// Those among them that are of one kind and for one shop.
    public static let callsOfOneShop = 32
    public static let searchCharacters = 100
    public static let addressBytes = 1_000
    /// Records of one sort that a beginning of their ids finds.
    public static let searchMatches = 500
}
