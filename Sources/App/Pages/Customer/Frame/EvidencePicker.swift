import Base
import Markup

/// Several files by camera, choice or drag.
struct EvidencePicker: Component {
    let reader: Reader

    var body: HTML {
        let megabytes = "\(Limits.fileBytes >> 20)"
        let count = "\(FormFiles.most)"
        return """
            <evidence-picker data-max-files="\(count)" data-max-bytes="\(Limits.fileBytes)" \
            data-says-type="\(reader["counter.evidence.type"])" \
            data-says-size="\(reader["counter.evidence.size", ["megabytes": megabytes]])" \
            data-says-number="\(reader["counter.evidence.number"])" \
            data-says-remove="\(reader["counter.evidence.remove"])"><label class="evidence-drop">\
            \(Self.camera)\
            <span class="strong">\(reader["counter.evidence.choose"])</span>\
            <small>\(reader["counter.evidence.limits", ["count": count, "megabytes": megabytes]])</small>\
            <input type="file" name="evidence" accept="image/*,video/*,application/pdf" multiple></label>\
            <ul class="evidence-list" aria-label="\(reader["counter.evidence.chosen"])"></ul>\
            <p class="field-error" role="alert"></p></evidence-picker>
            """
    }

    private static let camera: HTML = """
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 8h4l1.5-2.5h5L16 8h4v11H4z"/>\
        <circle cx="12" cy="13" r="3.4"/></svg>
        """
}
