import Foundation
import Testing
import TestSupport
import Transport

@testable import Channels

/// Every channel of the table gets every text of the corpus in each place where a stranger's text can
/// stand, and what it sends is searched for anything that a receiver would act on.
@Suite struct HostileTextTests {
    /// Mail and MQTT get the corpus at servers of their own.
    private static let kinds = ChannelKinds.names.filter { !["mail", "mqtt"].contains($0) }

    @Test(arguments: kinds)
    func `nothing a stranger writes acts on a receiver`(kind: String) async throws {
        let services = HostedServices()
        try await withFolder { folder in
            try await services.serving { url in
                try await withTransport { transport in
                    let settings = try #require(
                        EveryChannel.settings(kind, url: url, folder: folder),
                        "add \(kind) to EveryChannel and SentText")
                    let channel = make(
                        settings, over: PatientTransport(transport), in: folder)
                    for text in HostileCorpus.texts {
                        _ = try await channel.deliver(Self.delivery(text))
                    }
                }
            }
            let taken = (try? Data(contentsOf: URL(filePath: "\(folder)/taken"))) ?? Data()
            let lines = taken.split(separator: UInt8(ascii: "\n"))
            let sent = services.calls.map { SentText(kind, $0) } + lines.map { SentText(line: $0) }
            #expect(sent.count == HostileCorpus.texts.count)
            for (text, sent) in zip(HostileCorpus.texts, sent) {
                let problems = sent.problems
                #expect(problems.isEmpty, "\(problems) from \(text.debugDescription.prefix(200))")
            }
        }
        // The same address and the same headers, whatever the text.
        #expect(Set(services.calls.map(\.path)).count <= 1)
        #expect(Set(services.calls.map { $0.headers.keys.sorted() }).count <= 1)
    }

    private static func delivery(_ text: String) -> Delivery {
        var message = Sample.message(sender: text, text: text)
        message.label = text
        return Sample.delivery(
            content: ForwardContent(
                title: text, text: text, priority: .urgent, tags: [text],
                url: text.isEmpty ? "javascript:alert(1)" : text),
            message: message)
    }

    @Test(arguments: [
        ("tel:+15550100", true), ("https://example.org/a_b", true), ("javascript:alert(1)", false),
        ("JavaScript:alert(1)", false), ("data:text/html,x", false), ("file:///etc/passwd", false),
        ("intent://x#Intent;end", false), ("https://a b", false),
    ])
    func `a tap opens only what a telephone can open without running anything`(
        url: String, opens: Bool
    ) {
        let delivery = Sample.delivery(content: ForwardContent(text: "x", url: url))
        #expect((Notice(delivery).link == url) == opens)
    }

    @Test func `web addresses stay usable in markdown`() {
        let text = "see https://example.org/a_b-c?d=e&f=g#h, not a_b"
        #expect(
            text.fitted(200, .utf16, .markdown)
                == #"see https://example.org/a_b-c?d=e&f=g#h, not a\_b"#)
    }

    @Test(arguments: [TextMeasure.bytes, .utf16, .json])
    func `a text is cut between characters, and never longer than it may be`(measure: TextMeasure) {
        for text in HostileCorpus.texts {
            for form in [TextForm.plain, .slack, .markdown, .angleless] {
                let cut = text.fitted(200, measure, form)
                #expect(measure.length(cut) <= 200)
                #expect(text.count <= 400 || cut.hasSuffix("… (shortened)"))
                #expect(!cut.unicodeScalars.contains("\u{FFFD}") || text.contains("\u{FFFD}"))
            }
        }
        let family = "👩‍👩‍👧‍👦"
        #expect((family + family).fitted(30, .utf16) == family + family)
        #expect(
            ("a" + family + family + family).fitted(30, .utf16) == "a" + family + "… (shortened)")
    }
}
