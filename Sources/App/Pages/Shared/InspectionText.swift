import Localisation

extension Reader {
    /// What inspection found of some units, in a few words.
    /// - Parameter missing: of the refused, those that were not in the parcel.
    func inspected(accepted: Int, refused: Int, missing: Int) -> String {
        guard refused > 0 else { return self["event.note.inspected.all", ["accepted": String(accepted)]] }
        let found = self[
            "event.note.inspected", ["accepted": String(accepted), "refused": String(refused)]]
        guard missing > 0 else { return found }
        return found + self["event.note.inspected.missing", ["missing": String(missing)]]
    }
}
