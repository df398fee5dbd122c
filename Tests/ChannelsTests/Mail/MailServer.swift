import Foundation
import TestSupport
import Transport

@testable import Channels

/// The mail server of the tests (`mail_server.py`), which says what it gets.
struct MailServer {
    /// What it made of one mail, by a decoder that is not ours.
    struct Mail: Decodable {
        let sender: String
        let recipients: [String]
        let headers: [String: String]
        let names: [String]
        let defects: [String]
        /// Its first 10,000 code points.
        let text: String
        /// Of the whole text, in code points.
        let length: Int
        let longestLine: Int
        let isASCII: Bool
        let bareBreaks: Int

        enum CodingKeys: String, CodingKey {
            case sender, recipients, headers, names, defects, text, length
            case longestLine = "longest_line"
            case isASCII = "is_ascii"
            case bareBreaks = "bare_breaks"
        }
    }

    let ports: [String: Int]
    private let process: TestProcess

    static func run(_ body: (MailServer) async throws -> Void) async throws {
        let process = try TestProcess(
            [ServerProgram.path(of: "mail_server.py"), ServerProgram.certificates],
            errors: .nullDevice, program: ServerProgram.python)
        defer { process.stop() }
        guard let line = await process.line(where: { _ in true }) else {
            throw UnexpectedAnswer("the mail server did not start")
        }
        let ports = try JSONDecoder().decode([String: Int].self, from: Data(line.utf8))
        try await body(MailServer(ports: ports, process: process))
    }

    /// The next line it prints that says something of that.
    func line(about word: String) async -> String? {
        await process.line { $0.contains("\"\(word)\"") }
    }

    /// The next mail it took.
    func mail() async throws -> Mail {
        guard let line = await line(about: "sender") else {
            throw UnexpectedAnswer("the mail server has ended")
        }
        return try JSONDecoder().decode(Mail.self, from: Data(line.utf8))
    }

    /// Settings that its door `name` accepts.
    func settings(
        _ name: String, _ encryption: MailSettings.Encryption = .implicit,
        to recipients: [String] = ["ann@example.org"], trusting authority: String? = "ca.crt"
    ) throws -> MailSettings {
        var settings = MailSettings(
            host: "localhost", port: ports[name], encryption: encryption,
            from: "Linekeeper <keeper@example.org>", to: recipients)
        // The machine may be busy.
        settings.timeout = .seconds(60)
        settings.user = "joe"
        settings.password = Secret("sesame")
        if let authority { settings.network = try ServerProgram.trust(authority) }
        return settings
    }
}
