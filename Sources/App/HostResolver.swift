import Foundation
import Webhooks

/// Finds the address of a host and refuses those that calls to the outside do not reach.
struct HostResolver: Sendable {
    let allowsPrivateAddresses: Bool

    /// The first address of the host that may be called, as text.
    /// - Throws: `WebhookFault.hostUnknown`, `.addressRefused`.
    func address(of host: String) async throws(WebhookFault) -> String {
        let found = await Self.addresses(of: host)
        guard !found.isEmpty else { throw .hostUnknown }
        guard let usable = found.first(where: { allowsPrivateAddresses || PublicAddress.contains($0.bytes) })
        else { throw .addressRefused }
        return usable.text
    }

    private struct Address: Sendable {
        let bytes: [UInt8]
        let text: String
    }

    /// The system's own look-up blocks, so a thread beside the server's does it.
    private static func addresses(of host: String) async -> [Address] {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: look(up: host)) }
        }
    }

    private static func look(up host: String) -> [Address] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        guard getaddrinfo(name, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var addresses: [Address] = []
        var next = first
        while let entry = next?.pointee {
            if let address = address(entry) { addresses.append(address) }
            next = entry.ai_next
        }
        return addresses
    }

    private static func address(_ entry: addrinfo) -> Address? {
        guard let socket = entry.ai_addr else { return nil }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard
            getnameinfo(
                socket, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, Int32(NI_NUMERICHOST)) == 0
        else { return nil }
        let raw = UnsafeRawBufferPointer(start: socket, count: Int(entry.ai_addrlen))
        // The address stands behind family and port, in IPv6 behind the flow label too.
        let range = entry.ai_family == AF_INET ? 4..<8 : 8..<24
        guard raw.count >= range.upperBound else { return nil }
        let end = text.firstIndex(of: 0) ?? text.endIndex
        return Address(
            bytes: Array(raw[range]),
            text: String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}

extension HTTPPost {
    /// The host of an address, as it stands there.
    static func host(of url: String) -> String? { URLComponents(string: url)?.host }
}
