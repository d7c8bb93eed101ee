import Base
import Files
import TestSupport
import Testing

/// What a file is, is told from its first bytes alone, whatever they are.
struct HostileFileTests {
    @Test func `every beginning is of one known kind or of none, and pages and scripts are none`() {
        var hostile = HostileBytes(
            samples: ["GIF89a", "RIFFxxxxWEBP", "xxxxftypheic", "%PDF-1.7", "<html><script>", "#!/bin/sh"],
            pieces: ["ftyp", "RIFF", "WEBP", "GIF8", "%PDF-", "<script>"])
        let slowest = slowest(of: 2_000) {
            let bytes = hostile.next()
            guard let kind = FileKind(sniffing: bytes) else { return }
            #expect(!bytes.starts(with: Array("<".utf8)) && FileKind.allCases.contains(kind))
            // What is shown in a browser is a picture or a film, by a type that runs nothing.
            if kind.isPicture || kind.isVideo { #expect(!kind.rawValue.contains("svg")) }
        }
        #expect(slowest < .seconds(20), "seed \(hostile.seed)")
    }
}
