import Markup
import Web

/// What a form was refused for and what to do about it, read out at once.
struct RefusalNotice: Component {
    let problem: Problem

    var body: HTML {
        """
        <section class="banner" data-tone="bad" role="alert"><p><strong>\(problem.detail)</strong></p>\
        </section>
        """
    }
}
