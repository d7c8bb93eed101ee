import AfterSales
import Base

/// Who takes the steps.
extension TestWorld {
    /// 梅, a customer.
    public var mei: StepTaker { customer("mei") }
    /// 兰, another customer.
    public var lan: StepTaker { customer("lan") }
    /// 林, an agent.
    public var lin: StepTaker { staff("lin", .agent) }
    public var supervisor: StepTaker { staff("zhou", .supervisor) }
    public var owner: StepTaker { staff("wang", .owner) }
    public var platform: StepTaker {
        StepTaker(Principal(actor: Actor(.platform, "arbiter"), role: .platform, shop: nil))
    }

    public func customer(_ id: String) -> StepTaker {
        StepTaker(Principal(actor: Actor(.customer, id), role: .customer, shop: Self.shop))
    }

    public func staff(_ id: String, _ role: Role, seeing version: Int? = nil) -> StepTaker {
        StepTaker(Principal(actor: Actor(.staff, id), role: role, shop: Self.shop), version: version)
    }
}
