import Testing
import Transport

@testable import Channels

/// What a conversation with a mail server means, without a server.
@Suite("A conversation with a mail server") struct SMTPDialogueTests {
    /// - Parameter script: lines with `C: ` from us and `S: ` from the server.
    private func dialogue(_ script: [String]) -> SMTPDialogue {
        var dialogue = SMTPDialogue()
        for line in script {
            let bytes = Array((line.dropFirst(3) + "\r\n").utf8)
            if line.hasPrefix("C: ") { dialogue.sent(bytes) } else { dialogue.heard(bytes) }
        }
        return dialogue
    }

    private func verdict(_ script: [String], _ ending: SMTPEnding = .regular) -> String {
        let verdict = SMTPVerdict(
            channel: "desk", server: "mail.example", timeout: .seconds(30),
            secrets: [Secret("sesame")])
        do throws(DeliveryError) {
            return try verdict.judge(dialogue(script), ending).text
        } catch {
            return "\(error.remedy == .giveUp ? "dead" : "again"): \(error)"
        }
    }

    private let begin = [
        "S: 220 hello", "C: EHLO x", "S: 250-mail.example", "S: 250 AUTH PLAIN", "C: AUTH PLAIN",
        "S: 334 ", "C: AGpvZQBzZXNhbWU=",
    ]

    @Test func `keeps no login`() {
        let dialogue = dialogue(begin + ["S: 235 welcome"])
        #expect(!"\(dialogue)".contains("AGpvZQ"))
        #expect(dialogue.exchanges.map(\.command) == [.greeting, .hello, .login, .login])
        #expect(dialogue.exchanges[1].reply?.text == "mail.example AUTH PLAIN")
    }

    @Test func `ends well once the server has the message, whatever comes after`() {
        let script =
            begin + [
                "S: 235 ok", "C: MAIL FROM:<a@b>", "S: 250 ok", "C: RCPT TO:<c@d>", "S: 250 ok",
                "C: DATA", "S: 354 go", "S: 250 sesame queued",
            ]
        #expect(verdict(script) == "••• queued")
        #expect(verdict(script, .tooSlow) == "••• queued")
        #expect(verdict(script + ["C: QUIT", "S: 421 bye"]) == "••• queued")
        #expect(
            verdict(Array(script.dropLast()), .lost(reason: "reset"))
                == "again: Channel desk got no answer. mail.example was asked, but its answer was "
                + "lost (reset).")
        #expect(verdict(script.dropLast() + ["S: 451 full"]).hasPrefix("again: "))
        #expect(verdict(script.dropLast() + ["S: 554 spam"]).hasPrefix("dead: "))
    }

    @Test func `tells refusals from what may pass`() {
        #expect(verdict(["S: 554 go away"]).hasPrefix("dead: "))
        #expect(verdict(["S: 421 too busy"]).hasPrefix("again: "))
        #expect(
            verdict(begin + ["S: 535 no"]).contains("does not accept its login (status 535): no"))
        #expect(verdict(begin + ["S: 454 later"]).hasPrefix("again: "))
        #expect(verdict([], .noLogin).contains("does not accept its login: it knows no kind"))
        #expect(verdict([], .stopped).contains("interrupted"))
        #expect(verdict([], .impossible(reason: "sesame")).hasPrefix("dead: "))
        #expect(verdict([], .unreachable(reason: "no such host")).hasPrefix("again: "))
        #expect(verdict([]).hasPrefix("again: "))
    }

    @Test func `is not listened to for ever`() {
        var dialogue = SMTPDialogue()
        for _ in 0..<5000 { dialogue.heard(Array("250-x\r\n".utf8)) }
        for _ in 0..<2000 {
            dialogue.heard(Array("250 \(String(repeating: "y", count: 400))\r\n".utf8))
        }
        #expect(dialogue.exchanges.count <= 1000)
        #expect(dialogue.exchanges.allSatisfy { ($0.reply?.text.utf8.count ?? 0) < 3000 })
    }

    @Test func `is held in mind for those who were put off`() {
        var done = DoneRecipients()
        #expect(done.left(of: ["a", "b"], for: "1") == ["a", "b"])
        done.add(["a"], for: "1")
        #expect(done.left(of: ["a", "b"], for: "1") == ["b"])
        #expect(done.left(of: ["a", "b"], for: "2") == ["a", "b"])
        done.add(["b"], for: "1")
        #expect(done.left(of: ["a", "b"], for: "1") == ["a", "b"])
        for id in 2...200 { done.add(["a"], for: "\(id)") }
        #expect(done.left(of: ["a", "b"], for: "1") == ["a", "b"])
        #expect(done.left(of: ["a", "b"], for: "200") == ["b"])
    }
}
