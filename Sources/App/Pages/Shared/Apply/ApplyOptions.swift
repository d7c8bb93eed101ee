import AfterSales
import Base
import Orders
import Policies
import Storage

/// What the policy would say to each reason and kind for the chosen goods, found by asking it.
struct ApplyOptions: Sendable {
    struct Option: Sendable {
        let reason: ReasonPolicy
        let kind: CaseKind
        let preview: CasePreview

        /// A compensation for which the pack names no sum.
        fileprivate var isEmpty: Bool { kind == .compensation && !preview.assessed.verdict.amount.isPositive }
    }

    /// What can be asked for, the reasons in the pack's order.
    let open: [Option]
    /// Reasons for which nothing can be asked for, each with the rule that says why.
    let shut: [(reason: ReasonPolicy, rule: RuleFinding)]

    /// - Parameter asking: the policy's answer to an application, by whoever makes it.
    init(
        _ draft: ApplicationDraft, _ model: ApplyModel, asking: (CaseApplication) throws -> CasePreview
    ) throws {
        var open: [Option] = []
        var shut: [(reason: ReasonPolicy, rule: RuleFinding)] = []
        for reason in model.order.pack.reasons {
            let previews = try CaseKind.allCases.filter(reason.kinds.contains).compactMap { kind in
                try Self.preview(reason, kind, draft, model, asking).map {
                    Option(reason: reason, kind: kind, preview: $0)
                }
            }
            let possible = previews.filter { $0.preview.assessed.verdict.outcome != .refuse && !$0.isEmpty }
            open += possible
            if possible.isEmpty, let rule = Self.mostTelling(previews) { shut.append((reason, rule)) }
        }
        self.open = open
        self.shut = shut
    }

    var reasons: [ReasonPolicy] {
        open.reduce(into: []) { reasons, option in
            if reasons.last?.code != option.reason.code { reasons.append(option.reason) }
        }
    }

    func options(for reason: String) -> [Option] { open.filter { $0.reason.code == reason } }

    /// - Returns: nil where it cannot be asked for at all, such as an exchange of goods no longer sold.
    private static func preview(
        _ reason: ReasonPolicy, _ kind: CaseKind, _ draft: ApplicationDraft, _ model: ApplyModel,
        _ asking: (CaseApplication) throws -> CasePreview
    ) throws -> CasePreview? {
        guard model.order.pack.kinds[kind] != nil else { return nil }
        var draft = draft
        (draft.reason, draft.kind, draft.refundTo) = (reason.code, kind, nil)
        if kind == .exchange {
            for index in draft.goods.indices where draft.goods[index].newVariant == nil {
                draft.goods[index].newVariant = model.variants(for: draft.goods[index]).first?.id
            }
        }
        guard let application = draft.application(of: model.order.order.id) else { return nil }
        do {
            return try asking(application)
        } catch let refusal as AfterSalesRefusal where refusal.concernsVariant {
            return nil
        }
    }

    /// Why a reason is shut: a time that is over tells more than a stage or a kind.
    private static func mostTelling(_ options: [Option]) -> RuleFinding? {
        let rules = options.flatMap(\.preview.assessed.verdict.findings).filter { $0.effect == .refuses }
        for id in ["windowOver", "goodsExcluded", "casesPerOrder", "applicationsPerLine", "priceNotDropped"] {
            if let rule = rules.first(where: { $0.id == id }) { return rule }
        }
        return rules.first
    }
}

extension AfterSalesRefusal {
    fileprivate var concernsVariant: Bool {
        switch self {
        case .newVariantMissing, .newVariantUnavailable, .newVariantOfOtherProduct: true
        default: false
        }
    }
}

extension ApplyModel {
    /// What a line can be exchanged for, the same again first.
    func variants(for goods: ApplicationDraft.Goods) -> [Variant] {
        guard let line = line(goods) else { return [] }
        let all = (order.products[line.productID]?.variants ?? []).filter(\.isAvailable)
        return all.filter { $0.id == line.variantID } + all.filter { $0.id != line.variantID }
    }
}
