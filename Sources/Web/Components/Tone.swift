/// How a part of a page stands out. `yours` says that it is the reader's turn.
public enum Tone: String, Sendable, CaseIterable {
    case good, warn, bad, yours, plain
}
