import Base
import Jobs
import Storage

extension JobQueue {
    /// Gives up a dead job for good; what it was about stays as it is.
    func drop(_ id: Identifier<Job>, of shop: ShopID, in transaction: Transaction) throws -> Bool {
        try transaction.run("DELETE FROM jobs WHERE shop = \(shop) AND id = \(id) AND state = 'dead'") > 0
    }
}
