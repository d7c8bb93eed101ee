import Markup

/// How many of something: a number field with a minus and a plus.
struct CustomerUnitStepper: Component {
    let reader: Reader
    let words: String
    let name: String
    let labelID: String
    let range: ClosedRange<Int>
    let value: Int

    var body: HTML {
        """
        <div class="product-stepper"><span class="small soft">\(words)</span>\
        <unit-stepper less="\(reader["counter.stepper.less"])" more="\(reader["counter.stepper.more"])">\
        <input class="stepper-number" type="number" inputmode="numeric" name="\(name)" \
        min="\(range.lowerBound)" \
        max="\(range.upperBound)" value="\(value)" aria-labelledby="\(labelID)"></unit-stepper></div>
        """
    }
}
