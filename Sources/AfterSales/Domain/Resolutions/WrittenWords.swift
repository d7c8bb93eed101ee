import Base

/// What people wrote in a case, wherever it stands.
extension CaseView {
    public var hasWords: Bool {
        record.note != nil || !parts.notes.isEmpty || parts.offers.contains { $0.note != nil }
            || record.lines.contains { $0.inspectionNote != nil }
    }

    /// The customer whom what was written is about; nil where nothing was.
    public var whoseWords: String? { hasWords ? record.customerID.text : nil }

    /// The same case with other words, such as none that tell anything.
    public func withWords(_ change: (String) -> String) -> CaseView {
        var view = self
        view.record.note = record.note.map(change)
        for index in view.record.lines.indices {
            view.record.lines[index].inspectionNote = record.lines[index].inspectionNote.map(change)
        }
        for index in view.parts.offers.indices {
            view.parts.offers[index].note = parts.offers[index].note.map(change)
        }
        for index in view.parts.notes.indices {
            view.parts.notes[index].text = change(parts.notes[index].text)
        }
        return view
    }
}

/// The same of a complaint.
extension Complaint {
    public var hasWords: Bool { !words.isEmpty || finding != nil || remedy?.note != nil }

    public func withWords(_ change: (String) -> String) -> Complaint {
        var complaint = self
        complaint.words = change(words)
        complaint.finding = finding.map(change)
        complaint.remedy?.note = remedy?.note.map(change)
        return complaint
    }
}
