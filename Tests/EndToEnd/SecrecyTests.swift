import Foundation
import Testing
import TestSupport

/// What other users of the machine can access, and the program's warnings about it.
@Suite("Secrecy", .serialized, .timeLimit(.minutes(20)))
struct SecrecyTests {
    private func log(_ stage: Stage) throws -> String {
        try String(contentsOfFile: stage.home + "/log", encoding: .utf8)
    }

    @Test func `what stands open to others is said at the start, with what to do`() async throws {
        let stage = try await Stage()
        chmod(stage.home, 0o755)
        // As in a checkout: the folder is empty so far, so it is closed without a warning.
        mkdir(stage.home + "/data", 0o755)
        chmod(stage.home + "/data", 0o755)
        let closed = try await stage.manager(log: stage.home + "/log")
        #expect(try await stage.run("lines").code == 0)
        #expect(await closed.stopped() == 0)
        #expect(try !log(stage).contains("other users"))

        try stage.configure(
            #"channels = { desk = webhook { url = "http://127.0.0.1:9/", "#
                + #"secret = "plain", headers = { Authorization = secret_file("token") } } }"#)
        try "a token".write(toFile: stage.home + "/token", atomically: true, encoding: .utf8)
        for path in ["config.lua", "token"] { chmod("\(stage.home)/\(path)", 0o644) }
        chmod(stage.home + "/data", 0o755)
        let open = try await stage.manager(log: stage.home + "/log")
        let events = try await stage.list("sql", "SELECT text FROM event WHERE kind = 'warning'")
            .compactMap { $0["text"] as? String }
        #expect(await open.stopped() == 0)
        for words in [
            "config.lua holds keys (channels.desk.secret)", "chmod 600 \(stage.home)/token",
            "chmod 700 \(stage.home)/data",
        ] {
            #expect(try log(stage).contains(words))
            #expect(events.contains { $0.contains(words) })
        }
        #expect(try !log(stage).contains("plain\""))

        for path in ["config.lua", "token"] { chmod("\(stage.home)/\(path)", 0o600) }
        chmod(stage.home + "/data", 0o700)
        let closedAgain = try await stage.manager(log: stage.home + "/log")
        #expect(await closedAgain.stopped() == 0)
        #expect(try !log(stage).contains("other users"))
    }

    /// An ordinary user's process that has made itself unreadable belongs to root in `/proc`, and
    /// must still be able to start its own children.
    @Test(.enabled(if: geteuid() == 0))
    func `an ordinary user's manager works, leaves no core and cannot be looked into`()
        async throws
    {
        let stage = try await Stage()
        try stage.script("10-tag.lua", "function on_message() keeper.tag('seen') end")
        let user = uid_t(65_534)
        for path in ["", "/config.lua", "/scripts", "/scripts/10-tag.lua"] {
            chown(stage.home + path, user, user)
        }
        let manager = try TestProcess(
            [
                "--reuid", "\(user)", "--regid", "\(user)", "--clear-groups", BuiltProgram.path,
                "serve",
                "--home", stage.home,
            ], environment: ["E2E_KEY": stage.key], program: "/usr/bin/setpriv")
        try #require(await manager.line { $0.hasPrefix("Serving on") } != nil)
        let process = "/proc/\(manager.processID)"
        let limits = try String(contentsOfFile: process + "/limits", encoding: .utf8)
        #expect(limits.contains("Max core file size        0                    0"))
        let memory = try FileManager.default.attributesOfItem(atPath: process + "/mem")
        let owner = try #require(memory[.ownerAccountID])
        #expect("\(owner)" == "0")
        #expect(try await stage.run("sql", "SELECT 7 * 6 AS answer").output.contains("42"))
        #expect(try await stage.list("scripts").map { $0["state"] as? String } == ["running"])
        #expect(await manager.stopped() == 0)
    }
}
