import Foundation
import TestSupport
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Messages of the person's own numbers, by every way in, with programs that are killed.
@Suite("Numbers of one's own") struct InboundTests {
    private let folder: TestFolder
    private var home: String { folder.path }

    init() throws {
        folder = try TestFolder("home")
        for name in ["scripts", "sms"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
        }
    }

    private func configure(port: Int? = nil) throws {
        try folder.write(
            "config.lua",
            """
            accounts = {
              own = {
                provider = "inbound", key = secret("OWN_KEY"),
                lines = {
                  home = "+4915112345678",
                  modem = { number = "+491700000001", folder = "sms", format = "gammu" },
                },
              },
            }
            """
                + (port.map {
                    "\npush = { listen = \"127.0.0.1:\($0)\", url = \"http://127.0.0.1:\($0)\" }"
                }
                    ?? ""))
    }

    private func manager() async throws -> TestProcess {
        let manager = try TestProcess(
            ["serve", "--home", home], environment: ["OWN_KEY": "s3cret"])
        try #require(await manager.line { $0.hasPrefix("Serving on") } != nil)
        return manager
    }

    private func run(
        _ words: String..., input: String? = nil, environment: [String: String] = [:]
    ) async throws -> TestProcess.Result {
        try await TestProcess.run(
            words + ["--home", home], input: input, environment: environment)
    }

    private func inbox() async throws -> [[String: Any]] {
        let result = try await run("inbox", "--json", "--limit", "10000")
        return try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    }

    private func texts() async throws -> [String] {
        try await inbox().compactMap { $0["text"] as? String }.sorted()
    }

    @Test func `what is handed in while no manager runs is stored by the next one`() async throws {
        try configure()
        let before = try await run(
            "receive", "--line", "home", "--sender", "Bank", "--at", "2026-01-02T03:04:05Z",
            input: "Your code is 482913\n")
        #expect(before.code == 0)
        #expect(before.output.contains("No manager answers; it is kept as \(home)/data/received/"))
        let manager = try await manager()
        #expect(
            try await holds(within: .seconds(120), every: .milliseconds(100)) {
                try await texts() == ["Your code is 482913"]
            })
        let message = try #require(try await inbox().first)
        #expect(message["sender"] as? String == "Bank")
        #expect(message["code"] as? String == "482913")
        #expect(message["received_at"] as? String == "2026-01-02T03:04:05Z")
        #expect(folder.names.contains("data"))
        let after = try await run("receive", "--line", "5678", input: "second")
        #expect(after.code == 0)
        #expect(after.output == "Stored on line 1 (home).\n")
        let wrong = try await run("receive", "--line", "hom", input: "third")
        #expect(wrong.code == 1)
        #expect(wrong.output.contains("config.lua names home, modem."))
        #expect(wrong.output.contains("It is kept as"))
        #expect(try await texts() == ["Your code is 482913", "second"])
        #expect(await manager.stopped() == 0)
    }

    @Test func `one id is stored once, whoever is killed in between`() async throws {
        try configure()
        var manager = try await manager()
        for round in 0..<4 {
            for number in 0..<5 {
                let result = try await run(
                    "receive", "--line", "home", "--id", "\(number)", input: "text \(number)")
                #expect(result.code == 0)
            }
            if round % 2 == 0 {
                manager.stop(SIGKILL)
                manager = try await self.manager()
            }
        }
        #expect(
            try await holds(within: .seconds(120), every: .milliseconds(100)) {
                try await texts() == (0..<5).map { "text \($0)" }
            })
        #expect(await manager.stopped() == 0)
    }

    @Test func `files of a folder and the hook's call are one message`() async throws {
        try configure()
        let manager = try await manager()
        try folder.write("sms/IN20261130_044500_00_Bank_00.txt", "Code ")
        try folder.write("sms/IN20261130_044500_00_Bank_01.txt", "482913")
        try folder.write("sms/OUT_1.txt", "not received")
        let hook = try await run(
            "receive", "--line", "modem", "--from", "gammu",
            "IN20261130_044500_00_Bank_00.txt", "IN20261130_044500_00_Bank_01.txt",
            environment: [
                "SMS_MESSAGES": "2", "SMS_1_NUMBER": "Bank", "SMS_1_TEXT": "Code ",
                "SMS_2_TEXT": "482913", "DECODED_PARTS": "1", "DECODED_1_TEXT": "Code 482913",
            ])
        #expect(hook.code == 0)
        try folder.write("sms/IN20261130_044501_00_+49777_00.txt", "without a hook")
        #expect(
            try await holds(within: .seconds(120), every: .milliseconds(100)) {
                try await texts() == ["Code 482913", "without a hook"]
            })
        #expect(try await inbox().compactMap { $0["line"] as? Int } == [2, 2])
        #expect(await manager.stopped() == 0)
        // The files are the other program's.
        #expect(try FileManager.default.contentsOfDirectory(atPath: home + "/sms").count == 4)
    }

    @Test func `a signed post is stored before it is answered, and once`() async throws {
        let port = try LoopbackSocket.freePort()
        try configure(port: port)
        let manager = try await manager()
        let accounts = try await run("accounts", "--json")
        let list = try #require(
            try JSONSerialization.jsonObject(with: Data(accounts.output.utf8)) as? [[String: Any]])
        let address = try #require(list.first?["webhook"] as? String)
        // Made with another program: the HMAC-SHA256 of "1719045971." and the body.
        let body = #"{"text":"Your code is 555123","sender":"X"}"#
        let signature = "sha256=d8a3a24b5ac2a3b23a86d8ebdd1c3d02"
        let forged = try await post(body, to: address + "/home", signature: signature)
        #expect(forged == 503)
        let signed = try await post(body, to: address + "/home", signature: Self.signature)
        #expect(signed == 200)
        #expect(try await texts() == ["Your code is 555123"])
        #expect(try await post(body, to: address + "/home", signature: Self.signature) == 200)
        #expect(try await post(body, to: address + "/nobody", signature: Self.signature) == 503)
        #expect(try await post(body, to: address, signature: Self.signature) == 503)
        let elsewhere = "http://127.0.0.1:\(port)/push/0123456789abcdef0123456789abcdef/home"
        #expect(try await post(body, to: elsewhere, signature: Self.signature) == 404)
        #expect(try await texts() == ["Your code is 555123"])
        #expect(await manager.stopped() == 0)
    }

    private static let signature =
        "sha256=f081fcde069382ede282a340518fa03298a745595bee8d9e6c67c7cf4f361212"

    private func post(_ body: String, to url: String, signature: String) async throws -> Int {
        var request = URLRequest(url: try #require(URL(string: url)))
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        request.setValue("1719045971", forHTTPHeaderField: "X-Linekeeper-Timestamp")
        request.setValue(signature, forHTTPHeaderField: "X-Linekeeper-Signature")
        let (_, response) = try await URLSession.shared.data(for: request)
        return (response as? HTTPURLResponse)?.statusCode ?? 0
    }

    @Test func `a caller with its standard descriptors closed spoils no file`() async throws {
        try configure()
        let call = try await TestProcess.run(
            [
                "-c",
                "SMS_MESSAGES=1 SMS_1_NUMBER=1 SMS_1_TEXT='Code 482913' exec \"$0\" receive "
                    + "--line home --from gammu --home \"$1\" <&- >&- 2>&-",
                BuiltProgram.path, home,
            ], as: ["/bin/sh"])
        #expect(call.code == 0)
        let manager = try await manager()
        #expect(
            try await holds(within: .seconds(120), every: .milliseconds(100)) {
                try await texts() == ["Code 482913"]
            })
        #expect(await manager.stopped() == 0)
    }
}
