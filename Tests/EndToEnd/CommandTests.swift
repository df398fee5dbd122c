import Foundation
import Testing
import TestSupport

/// Commands typed in a shell, against the real manager.
@Suite("Commands from the shell", .serialized, .timeLimit(.minutes(20)))
struct CommandTests {
    @Test func `a command waits for a manager that is starting`() async throws {
        let stage = try await Stage()
        let data = stage.home + "/data"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let lock = open(data + "/linekeeper.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(flock(lock, LOCK_EX | LOCK_NB) == 0)
        let complaints = Pipe()
        let command = try TestProcess(
            ["lines", "--json", "--home", stage.home], errors: complaints.fileHandleForWriting)
        try complaints.fileHandleForWriting.close()
        let notice = complaints.fileHandleForReading.availableData
        #expect(String(decoding: notice, as: UTF8.self).contains("waiting for it"))
        close(lock)
        let manager = try await stage.manager()
        // It either saw the new manager, or took the pause for the end of the old one.
        let code = await command.end(within: 120)
        #expect(code == 0 || code == 3)
        #expect(try await stage.run("lines").code == 0)
        #expect(await manager.stopped() == 0)
        #expect(try await stage.run("lines").code == 3)
    }

    @Test func `a command waits for a manager that is started with it`() async throws {
        let stage = try await Stage()
        let command = try TestProcess(["lines", "--json", "--home", stage.home])
        let manager = try await stage.manager()
        #expect(await command.end(within: 120) == 0)
        #expect(await manager.stopped() == 0)
    }

    @Test func `help answers a program as it does at the prompt`() async throws {
        for words in [
            ["help", "--json"], ["help", "order", "--json"], ["help", "serve", "--json"],
        ] {
            let result = try await TestProcess.run(words)
            #expect(result.code == 0, "\(words): \(result.errors)")
            let rows = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
            #expect((rows as? [[String: Any]])?.isEmpty == false, "\(words)")
        }
        #expect(
            try await TestProcess.run(["help", "order"]).output.contains("USAGE: linekeeper order"))
        #expect(try await TestProcess.run(["help", "ordr"]).code == 2)
    }

    @Test func `one account that is down hides nothing of the others`() async throws {
        let stage = try await Stage()
        let text = """
            accounts = {
              pool = { provider = "smspool", key = secret("E2E_KEY"), url = "\(stage.smspool)" },
              void = { provider = "smspool", key = secret("E2E_KEY"), url = "http://127.0.0.1:9" },
            }
            """
        try text.write(toFile: stage.home + "/config.lua", atomically: true, encoding: .utf8)
        let manager = try await stage.manager()
        for command in [
            ["balance"], ["accounts", "--refresh"], ["offers"], ["offers", "--countries"],
        ] {
            let result = try await TestProcess.run(
                command + ["--json", "--home", stage.home], environment: ["E2E_KEY": stage.key])
            #expect(result.code == 1, "\(command)")
            #expect(result.errors.contains("Account void: "), "\(command): \(result.errors)")
            let rows = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
            #expect((rows as? [[String: Any]])?.isEmpty == false, "\(command)")
        }
        #expect(try await stage.run("balance", "pool").code == 0)
        #expect(await manager.stopped() == 0)
    }

    @Test func `a country is the same by any name, and paths are meant from where one stands`()
        async throws
    {
        let stage = try await Stage()
        let manager = try await stage.manager()
        let offers = try await stage.list("offers", "--country", "United States").count
        #expect(offers > 0)
        for word in ["US", "usa", "1", "America"] {
            #expect(try await stage.list("offers", "--country", word).count == offers, "\(word)")
        }
        #expect(try await stage.run("offers", "--country", "Atlantis").code == 1)
        #expect(try await stage.list("offers", "wa", "--country", "UK").count == 1)

        let draft = "function on_message(message) keeper.tag('draft') end"
        try draft.write(toFile: stage.home + "/draft.lua", atomically: true, encoding: .utf8)
        let tried = try await TestProcess.run(
            [
                "-c",
                "cd '\(stage.home)' && exec '\(BuiltProgram.path)' script ./draft.lua --try --home .",
            ],
            as: ["/bin/sh"])
        #expect(tried.code == 0, "\(tried.errors)")
        let copied = try await TestProcess.run(
            ["-c", "cd '\(stage.home)' && exec '\(BuiltProgram.path)' backup copy.db --home ."],
            as: ["/bin/sh"])
        #expect(copied.code == 0, "\(copied.errors)")
        #expect(FileManager.default.fileExists(atPath: stage.home + "/copy.db"))
        #expect(try await stage.run("list").code == 0)
        let unknown = try await stage.run("lins")
        #expect(unknown.code == 2 && unknown.errors.contains("Did you mean `line`?"))
        #expect(
            try await stage.run("inbox", "--route", "nosuch").errors.contains("no route nosuch"))
        #expect(await manager.stopped() == 0)
    }
}
