import AfterSales
import Base
import Policies

/// What the steps of an application say of the goods and of the policy's answer.
struct ApplyWords {
    let model: ApplyModel
    let reader: Reader

    /// `水洗亚麻四件套 1 件、粗陶马克杯 2 件`
    func goods(_ draft: ApplicationDraft) -> String {
        let text = GoodsText(reader: reader)
        return reader.all(
            draft.goods.compactMap { goods in
                model.line(goods).map {
                    reader[
                        "counter.apply.piece", ["name": text.name($0), "units": reader.units(goods.quantity)]]
                }
            })
    }

    /// What comes of a kind, under the customer's sentence for it.
    func note(_ preview: CasePreview) -> String {
        let (verdict, assessed) = (preview.assessed.verdict, preview.assessed)
        let answer =
            switch verdict.outcome {
            case .approve: reader["counter.apply.approve"]
            case .askEvidence:
                reader.most("counter.apply.askEvidence", [verdict.whenShown.rawValue], within(assessed.pack))
            case .offer, .human: reader["counter.apply.human", within(assessed.pack)]
            case .refuse: ""
            }
        let amount =
            verdict.amount.isPositive
            ? reader.most(
                "counter.apply.amount", [assessed.facts.kind.rawValue],
                ["amount": reader.money(verdict.amount)]) : ""
        let freight =
            assessed.facts.kind.returnsGoods
            ? assessed.pack.reason(assessed.facts.reason).map {
                reader["publicPolicy.freight.\($0.returnFreight.rawValue)"]
            }
            : nil
        return reader.sentences([answer, amount, freight ?? ""])
    }

    private func within(_ pack: PolicyPack) -> [String: String] {
        ["within": reader.span(pack.promise.within)]
    }
}
