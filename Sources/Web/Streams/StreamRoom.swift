import Base

/// How many live streams one caller and one address may have open on a node.
public struct StreamBounds: Sendable {
    let ofOneCaller: Int
    let ofOneAddress: Int
    /// Proxies of our own in front.
    let proxies: Int

    public init(ofOneCaller: Int, ofOneAddress: Int, proxies: Int) {
        (self.ofOneCaller, self.ofOneAddress, self.proxies) = (ofOneCaller, ofOneAddress, proxies)
    }
}

/// Who has a stream open, as far as it is counted; nothing for callers without any limit.
struct StreamOwner: Sendable {
    let names: [(name: String, most: Int)]

    static let uncounted = StreamOwner(names: [])

    /// A program that shows a key is counted by it alone, wherever it runs.
    init(_ principal: Principal?, isKey: Bool, address: String, _ bounds: StreamBounds) {
        let caller = principal.map { ("\($0.actor.kind.rawValue) \($0.actor.id)", bounds.ofOneCaller) }
        let place = isKey ? nil : ("address \(address)", bounds.ofOneAddress)
        names = principal?.isUnlimited == true ? [] : [caller, place].compactMap(\.self)
    }

    private init(names: [(name: String, most: Int)]) { self.names = names }
}

/// Counts of open streams by owner; only those that have one stand in it.
struct StreamCounts {
    private var counts: [String: Int] = [:]

    func hasRoom(for owner: StreamOwner) -> Bool {
        owner.names.allSatisfy { counts[$0.name, default: 0] < $0.most }
    }

    mutating func add(_ owner: StreamOwner) {
        for (name, _) in owner.names { counts[name, default: 0] += 1 }
    }

    mutating func remove(_ owner: StreamOwner) {
        for (name, _) in owner.names {
            counts[name] = counts[name].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }
}
