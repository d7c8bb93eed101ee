/// A part of a page: a struct that holds what is shown, and a pure function of it.
public protocol Component {
    var body: HTML { get }
}

extension HTMLInterpolation {
    public mutating func appendInterpolation(_ component: some Component) {
        appendInterpolation(component.body)
    }

    public mutating func appendInterpolation(_ component: (some Component)?) {
        appendInterpolation(component?.body)
    }

    public mutating func appendInterpolation(_ components: [some Component]) {
        for component in components { appendInterpolation(component.body) }
    }
}
