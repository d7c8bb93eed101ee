import Policies

/// What money that is still to come is called: a compensation is not a refund.
struct ExpectedMoney {
    let reader: Reader

    func label(_ kind: CaseKind, _ state: CaseState) -> String {
        reader.most(
            "counter.money.expected", ["\(state.rawValue).\(kind.rawValue)", kind.rawValue, state.rawValue])
    }
}
