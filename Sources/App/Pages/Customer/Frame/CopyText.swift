import Markup

/// A number that people carry elsewhere, with a button that copies it where a script runs.
struct CopyText: Component {
    private let text: String
    private let reader: Reader

    init(_ text: String, reader: Reader) {
        self.text = text
        self.reader = reader
    }

    var body: HTML {
        """
        <copy-text value="\(text)" done="\(reader["counter.copied"])"><span class="number">\(text)</span> \
        <button type="button" class="button button-small" hidden>\(reader["action.copy"])</button></copy-text>
        """
    }
}
