import Testing

@testable import App

@Suite struct PromiseScaleTests {
    @Test(arguments: [(0, 4), (1, 4), (4, 4), (5, 8), (9, 12), (13, 16), (40, 40), (41, 80), (333, 400)])
    func `the scale holds the highest bar with less than half to spare`(highest: Int, top: Int) {
        #expect(PromiseScale.top(over: highest) == top)
    }
}
