import Foundation
import Lines
import Testing
import TestSupport
import Transport

@testable import Channels

/// Mails through a real server, with TLS and logins.
@Suite("A mail", .enabled(if: ServerProgram.hasMailServer)) struct MailChannelTests {
    @Test func `arrives over TLS from the start and over STARTTLS, the same on every try`()
        async throws
    {
        try await MailServer.run { server in
            for (door, encryption) in [
                ("implicit", MailSettings.Encryption.implicit), ("starttls", .starttls),
                ("plain", .none),
            ] {
                var settings = try server.settings(
                    door, encryption, to: ["Änn <ann@example.org>", "bob@bücher.example"])
                settings.subjectPrefix = "[SMS]"
                let channel = make(settings)
                let text = "Grüße: 883456\n.\n..dots\n\nFrom here"
                var ids: Set<String> = []
                for attempt in 1...2 {
                    let receipt = try await channel.deliver(
                        Sample.delivery(
                            attempt: attempt,
                            content: ForwardContent(
                                title: "883456 für Ännchen 😀", text: text, priority: .high)))
                    #expect(receipt.text == "2.0.0 queued")
                    #expect(receipt.answer?.status == 250)
                    let mail = try await server.mail()
                    #expect(mail.sender == "keeper@example.org")
                    #expect(mail.recipients == ["ann@example.org", "bob@xn--bcher-kva.example"])
                    #expect(mail.headers["subject"] == "[SMS] 883456 für Ännchen 😀")
                    #expect(mail.headers["from"] == "Linekeeper <keeper@example.org>")
                    #expect(
                        mail.headers["to"] == "Änn <ann@example.org>, bob@xn--bcher-kva.example")
                    #expect(mail.headers["date"] == "Thu, 09 Oct 2025 08:53:21 +0000")
                    #expect(mail.headers["auto-submitted"] == "auto-generated")
                    #expect(mail.headers["importance"] == "high")
                    #expect(mail.text.hasPrefix(text + "\n\nFrom: MYBANK\nTo: bank (+15550100)\n"))
                    #expect(mail.defects.isEmpty)
                    ids.insert(mail.headers["message-id"] ?? "")
                }
                #expect(ids == ["<0123456789abcdef0123456789abcdef@example.org>"])
            }
        }
    }

    @Test func `holds any text of strangers as text alone`() async throws {
        try await MailServer.run { server in
            let channel = make(try server.settings("implicit"))
            let texts =
                HostileCorpus.texts + [
                    Sample.hostile, ".", ".\r\n.\r\nMAIL FROM:<x@example.org>\r\n",
                    "\r\n.\r\nQUIT\r\n", String(repeating: "1234567890", count: 10_000),
                    String(repeating: String(repeating: "ü", count: 5000) + "\n", count: 3),
                    String(repeating: "x", count: 5000) + "\r"
                        + String(repeating: " ", count: 5000),
                    "=?UTF-8?B?WA==?=\u{0}", "",
                ]
            for text in texts {
                let title = "a\r\nBcc: eve@example.org\r\n\r\n" + text
                var message = Sample.message(sender: "EVE\r\nX-Evil: 1\r\n\r\n\(text)", text: text)
                message.label = "l\r\nX-Evil: 2"
                _ = try await channel.deliver(
                    Sample.delivery(
                        content: ForwardContent(title: title, text: text), message: message))
                let mail = try await server.mail()
                #expect(
                    mail.names == [
                        "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted",
                        "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
                    ])
                #expect(mail.recipients == ["ann@example.org"])
                #expect(mail.headers["subject"] == title.plainLine(limit: 200))
                #expect(mail.defects.isEmpty)
                #expect(mail.isASCII)
                #expect(mail.bareBreaks == 0)
                #expect(mail.longestLine <= 76)
                let isBlank = text.readable.allSatisfy(\.isWhitespace)
                let shown = (isBlank ? "(no text)" : text.readable) + "\n\nFrom: EVE X-Evil: 1"
                let count = shown.unicodeScalars.count
                #expect(mail.length > count)
                #expect(
                    mail.text.unicodeScalars.prefix(count)
                        .elementsEqual(shown.unicodeScalars.prefix(10_000)))
            }
        }
    }

    @Test func `is not sent to a server that cannot be trusted, and says why`() async throws {
        try await MailServer.run { server in
            let cases: [(MailSettings, String)] = [
                (
                    try server.settings("implicit", trusting: nil),
                    "is signed by somebody this machine does not know"
                ),
                (try server.settings("selfsigned", trusting: nil), "is self-signed"),
                (try server.settings("expired"), "certificate has expired"),
                (try server.settings("future"), "is not valid yet"),
                (try server.settings("elsewhere"), "is for another name"),
                (try server.settings("plain", .starttls), "does not offer STARTTLS"),
                (try server.settings("plain"), "does not use TLS on this port"),
                (
                    try server.settings("starttls", .starttls, trusting: nil),
                    "is signed by somebody this machine does not know"
                ),
            ]
            for (settings, words) in cases {
                let error = await failure(make(settings))
                #expect("\(try #require(error))".contains(words))
                #expect(error?.remedy == .retry(after: nil))
            }
            _ = try await make(try server.settings("selfsigned", trusting: "selfsigned.pem"))
                .deliver(Sample.delivery())
        }
    }

    @Test func `goes through a web proxy, which sees no more than the server's name`() async throws
    {
        try await MailServer.run { server in
            var settings = try server.settings("starttls", .starttls)
            let port = try #require(server.ports["proxy"])
            settings.network.way = .proxy(try Proxy("http://joe:proxy@127.0.0.1:\(port)"))
            _ = try await make(settings).deliver(Sample.delivery())
            let told = try #require(await server.line(about: "tunnel"))
            #expect(told == #"{"tunnel": "localhost", "authorized": true}"#)
            #expect(try await server.mail().recipients == ["ann@example.org"])
        }
    }

    @Test func `is refused with the server's words, and never with the password`() async throws {
        try await MailServer.run { server in
            var settings = try server.settings("implicit")
            settings.password = Secret("wrong-password")
            var error = await failure(make(settings))
            #expect(
                error?.description == """
                    Channel desk cannot deliver: localhost:\(settings.port) does not accept its login \
                    (status 535): 5.7.8 Authentication credentials invalid. Correct user and password \
                    in config.lua, then send it again.
                    """)
            #expect(error?.remedy == .giveUp)

            settings = try server.settings("implicit")
            (settings.user, settings.password) = (nil, nil)
            error = await failure(make(settings))
            #expect(error?.description.contains("does not accept its login (status 530)") == true)

            settings = try server.settings("implicit")
            settings.from = "blocked@example.org"
            error = await failure(make(settings))
            #expect(
                error
                    == .refused(
                        channel: "desk", status: 550, answer: "5.7.1 you are blocked, •••"))
            settings.from = "busy@example.org"
            error = await failure(make(settings))
            #expect(
                error
                    == .busy(
                        channel: "desk", status: 451, answer: "4.3.0 try again later", after: nil))
            error = await failure(make(try server.settings("implicit", to: ["large@example.org"])))
            #expect(error?.answer?.status == 552)
            #expect(error?.remedy == .giveUp)
        }
    }

    @Test func `reaches the other recipients when one is refused or put off`() async throws {
        try await MailServer.run { server in
            let some = make(
                try server.settings(
                    "implicit", to: ["refused@example.org", "ann@example.org"]))
            let receipt = try await some.deliver(Sample.delivery())
            #expect(
                receipt.text == """
                    accepted for ann@example.org; refused for refused@example.org \
                    (550 5.1.1 no such user here)
                    """)
            #expect(try await server.mail().recipients == ["ann@example.org"])

            let none = make(try server.settings("implicit", to: ["refused@example.org"]))
            #expect(
                await failure(none)
                    == .refused(
                        channel: "desk", status: 550,
                        answer: "refused@example.org (550 5.1.1 no such user here)"))

            let later = make(
                try server.settings(
                    "implicit", to: ["greylisted@example.org", "ann@example.org"]))
            let error = await failure(later)
            #expect(error?.remedy == .retry(after: nil))
            #expect(error?.answer?.text == "greylisted@example.org (450 4.7.1 greylisted)")
            #expect(try await server.mail().recipients == ["ann@example.org"])
            _ = try await later.deliver(Sample.delivery(attempt: 2))
            #expect(try await server.mail().recipients == ["greylisted@example.org"])
            _ = try await later.deliver(Sample.delivery(id: "another"))
            #expect(
                try await server.mail().recipients == ["greylisted@example.org", "ann@example.org"])
        }
    }

    @Test func `is tried again when the server hangs, is gone or drops the connection`()
        async throws
    {
        try await MailServer.run { server in
            var settings = try server.settings("implicit", to: ["drop@example.org"])
            var error = await failure(make(settings))
            guard case .noAnswer(_, .answerLost) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            settings.to = ["hang@example.org"]
            settings.timeout = .milliseconds(700)
            error = await failure(make(settings))
            #expect(error?.description.contains("(nothing within 0.7 seconds)") == true)
            #expect(error?.remedy == .retry(after: nil))
        }
        let (listener, port) = try LoopbackSocket.listener(backlog: 4)
        defer { close(listener) }
        var settings = MailSettings(
            host: "127.0.0.1", port: Int(port), encryption: .some(.none), from: "a@example.org",
            to: ["b@example.org"])
        settings.timeout = .milliseconds(300)
        var error = await failure(make(settings))
        #expect(error?.description.contains("cannot be reached (nothing within") == true)
        settings.port = try LoopbackSocket.freePort()
        error = await failure(make(settings))
        #expect(error?.description.contains("cannot be reached") == true)
        #expect(error?.remedy == .retry(after: nil))
    }

    @Test func `stops being sent when nobody waits any more`() async throws {
        let (listener, port) = try LoopbackSocket.listener(backlog: 4)
        defer { close(listener) }
        let settings = MailSettings(
            host: "127.0.0.1", port: Int(port), encryption: .some(.none), from: "a@example.org",
            to: ["b@example.org"])
        let task = Task { await failure(make(settings)) }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        #expect(await task.value == .interrupted(channel: "desk"))
    }
}
