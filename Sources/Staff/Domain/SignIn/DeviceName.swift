/// Browser and system by name, as somebody tells their devices apart. Nothing else of the header is kept.
public enum DeviceName {
    /// - Parameter userAgent: the header as it came.
    /// - Returns: such as `Chrome · Windows`; empty when neither is known.
    public static func of(_ userAgent: String?) -> String {
        guard let text = userAgent?.prefix(500) else { return "" }
        func first(_ marks: [(mark: String, name: String)]) -> String? {
            marks.first { text.contains($0.mark) }?.name
        }
        return [first(browsers), first(systems)].compactMap { $0 }.joined(separator: " · ")
    }

    /// Those that also call themselves Chrome or Safari come first.
    private static let browsers = [
        ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung"),
        ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
        ("Safari", "Safari"), ("curl/", "curl"),
    ]

    private static let systems = [
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"),
        ("HarmonyOS", "HarmonyOS"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ]
}
