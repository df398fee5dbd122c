import Foundation
import Testing
import TestSupport

@Suite("Bad input", .serialized, .timeLimit(.minutes(20)))
struct BadInputTests {
    @Test func `practice without scripts says so, and where there are some`() async throws {
        let folder = try TestFolder("home")
        defer { withExtendedLifetime(folder) {} }
        let home = folder.path + "/new"
        let first = try await TestProcess.run(["--home", home], input: "lines\n")
        #expect(first.errors.contains("There are no scripts in \(home)/scripts"))
        #expect(first.errors.contains("`linekeeper init --home \(home)` puts some there."))
        let begun = try await TestProcess.run(["init", "--home", home])
        #expect(begun.code == 0, "\(begun.errors)")
        let second = try await TestProcess.run(["--home", home], input: "scripts\n")
        #expect(!second.errors.contains("There is no script"))
        #expect(second.code == 0)
        #expect(second.output.contains("20-bank.lua"), "\(second.errors)")
    }

    @Test func `gets a sentence, the right exit code, and loses nothing`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        let cases: [(words: [String], code: Int32, says: String)] = [
            (["line", "99"], 1, "There is no line 99"),
            (["order", "Nosuch", "GB", "--yes"], 1, "no service Nosuch"),
            (["order", "WhatsApp", "Atlantis", "--yes"], 1, "no country Atlantis"),
            (["order", "WhatsApp", "GB"], 2, "--yes"),
            (["order", "WhatsApp", "GB", "--yes", "--max-price", "0.01"], 1, "0.01"),
            (["rent", "nosuch", "30", "--yes"], 1, "no rental nosuch"),
            (["rent", "2", "13", "--yes"], 1, "7, 14, 30"),
            (["rent", "2", "minus", "--yes"], 2, "minus"),
            (["extend", "1"], 2, "days"),
            (["inbox", "--since", "yesterday"], 2, "yesterday"),
            (["frobnicate"], 2, "frobnicate"),
            (["lines", "--frobnicate"], 2, "--frobnicate"),
            (["message", "1"], 1, "no message 1"),
            (["retry", "7"], 1, "no action 7"),
            (["channels", "--test", "nosuch"], 1, "no channel nosuch"),
            (["sql", "DELETE FROM line"], 1, "would change"),
            (["code", "--wait", "1s"], 1, "No code"),
            (["script", ""], 1, "no script without a name"),
            (["inbox", "--route", ""], 1, "no route without a name"),
            (["backup", ""], 2, "give the copy a name"), (["help", ""], 2, "no command without"),
            (["restore", "nosuch.db"], 1, "runs on this home"),
        ]
        for (words, code, says) in cases {
            let result = try await TestProcess.run(
                words + ["--home", stage.home], environment: ["E2E_KEY": stage.key])
            #expect(result.code == code, "\(words): \(result.errors)")
            #expect(
                result.errors.lowercased().contains(says.lowercased()),
                "\(words): \(result.errors)")
            #expect(result.output.isEmpty, "\(words): \(result.output)")
        }
        #expect(try await stage.list("lines").isEmpty)
        #expect(await manager.stopped() == 0)
        let restored = try await stage.run("restore", stage.home + "/nosuch.db")
        #expect(restored.code == 1)
        #expect(
            restored.errors
                == "No such file: \(stage.home)/nosuch.db.\n")
    }

    @Test(arguments: ["/tmp", "a-pipe", "folder"])
    func `a file channel that cannot be appended to is told at the start`(
        path: String
    ) async throws {
        let stage = try await Stage()
        #expect(
            mkfifo(stage.home + "/a-pipe", 0o600) == 0 && mkdir(stage.home + "/folder", 0o700) == 0)
        try stage.configure("channels = { c = file { path = '\(path)' } }")
        let result = try await TestProcess.run(
            ["serve", "--home", stage.home], environment: ["E2E_KEY": stage.key])
        #expect(result.code == 1)
        #expect(result.errors.contains("channels.c: its path names a folder, a pipe or a device"))
    }

    @Test(arguments: [["--home", ""], ["--home="]])
    func `a home without a name is not the folder one is in`(words: [String]) async throws {
        let result = try await TestProcess.run(["lines"] + words)
        #expect(result.code == 2)
        #expect(result.errors.contains("--home requires a folder"), "\(result.errors)")
    }

    @Test func `a push port that is taken is told in words`() async throws {
        let stage = try await Stage()
        let port = try #require(URL(string: stage.smspool)?.port)
        try stage.configure("push = { listen = '127.0.0.1:\(port)' }")
        let log = stage.home + "/log"
        let manager = try await stage.manager(log: log)
        try await eventually("it is told") {
            try String(contentsOfFile: log, encoding: .utf8).contains("push.listen failed")
        }
        let told = try String(contentsOfFile: log, encoding: .utf8)
        #expect(told.contains("127.0.0.1:\(port) cannot be listened on: address already in use"))
        #expect(!told.contains("descriptor"))
        #expect(await manager.stopped() == 0)
    }

    @Test func `columns of one name are told apart, and what was given back is not waited for`()
        async throws
    {
        let stage = try await Stage()
        let manager = try await stage.manager()
        let row = try #require(
            try await stage.list("sql", "SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS a").first)
        #expect(row as? [String: String] == ["a": "1", "a_3": "2", "a_2": "3", "a_4": "4"])
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        #expect(try await stage.run("refund", "1", "--yes").code == 0)
        let code = try await stage.run("code", "1", "--wait", "5m")
        #expect(code.code == 1)
        #expect(code.errors.contains("has been refunded and can no longer receive a code"))
        // A wait already in progress ends too.
        #expect(try await stage.run("rent", "2", "7", "--yes").code == 0)
        async let waiting = stage.run("code", "2", "--wait", "1h")
        try await Task.sleep(for: .seconds(1))
        #expect(try await stage.run("refund", "2", "--yes").code == 0)
        #expect(try await waiting.code == 1)
        #expect(await manager.stopped() == 0)
    }

    @Test(arguments: ["65536", "70000", "-1", "9223372036854775807", "x"])
    func `a port that is none is refused`(port: String) async throws {
        let result = try await TestProcess.run(["emulator", "--port=\(port)"])
        #expect(result.code == 2)
        #expect(result.errors.contains("port"), "\(result.errors)")
    }

    @Test(arguments: [
        ["serve", "--speed", "3600"], ["serve", "--speed", "0"], ["serve", "--speed=-1"],
        ["serve", "--speed", "nan"], ["--speed", "60.5"], ["emulator", "--speed", "inf"],
    ])
    func `a speed out of range is refused with the range`(words: [String]) async throws {
        let result = try await TestProcess.run(words)
        #expect(result.code == 2)
        #expect(
            result.errors.contains("--speed must be above 0 and at most 60."), "\(result.errors)")
    }

    @Test func `no money is said with both figures, and nothing is bought`() async throws {
        let stage = try await Stage()
        try await stage.control("account", ["provider": "smspool", "balance": 0.05])
        let manager = try await stage.manager()
        let result = try await stage.run("rent", "2", "7", "--yes")
        #expect(result.code == 1)
        #expect(result.errors.contains("0.05"))
        #expect(result.errors.contains("18.00"))
        #expect(try await stage.list("lines").isEmpty)
        #expect(await manager.stopped() == 0)
    }

    @Test(arguments: [
        ("accounts = {", "config.lua"),
        ("acounts = {}", "did you mean \"accounts\""),
        ("accounts = { pool = { providr = \"smspool\" } }", "provider"),
        (
            "accounts = { pool = { provider = \"smspool\", key = secret(\"E2E_NONE\") } }",
            "E2E_NONE"
        ),
        ("rentals = { extend_before = \"1 day\" }", "duration"),
        ("routes = { bank = { \"phone\" } }", "no channel phone"),
        ("spending = { per_day = -1 }", "amount"),
        ("error(\"oops\")", "config.lua:1: oops"),
    ])
    func `a malformed configuration names the line and what is wrong`(
        text: String, says: String
    ) async throws {
        let folder = try TestFolder("home")
        defer { withExtendedLifetime(folder) {} }
        let home = folder.path
        try folder.write("config.lua", text)
        let result = try await TestProcess.run(["serve", "--home", home])
        #expect(result.code == 1)
        #expect(result.errors.contains("config.lua:1:"), "\(result.errors)")
        #expect(result.errors.contains(says), "\(result.errors)")
    }

    @Test func `a wrong key and an unreachable provider are said, and the manager goes on`()
        async throws
    {
        let stage = try await Stage()
        try stage.configure("")
        let text = try String(contentsOfFile: stage.home + "/config.lua", encoding: .utf8)
            .replacing("secret(\"E2E_KEY\")", with: "\"wrong\"")
        try text.write(toFile: stage.home + "/config.lua", atomically: true, encoding: .utf8)
        var manager = try await stage.manager()
        let refused = try await stage.run("balance")
        #expect(refused.code == 1)
        #expect(refused.errors.contains("key"))
        #expect(await manager.stopped() == 0)
        try text.replacing(stage.smspool, with: "http://127.0.0.1:9").write(
            toFile: stage.home + "/config.lua", atomically: true, encoding: .utf8)
        manager = try await stage.manager()
        let lost = try await stage.run("balance")
        #expect(lost.code == 1)
        #expect(lost.errors.contains("cannot be reached"))
        #expect(await manager.stopped() == 0)
    }

    @Test func `a database that is none is said and left as it is`() async throws {
        let stage = try await Stage()
        let data = stage.home + "/data"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let junk = String(repeating: "no database ", count: 100)
        try junk.write(toFile: data + "/linekeeper.db", atomically: true, encoding: .utf8)
        let result = try await stage.run("serve")
        #expect(result.code == 1)
        #expect(result.errors.contains("damaged or is not a database"))
        #expect(try String(contentsOfFile: data + "/linekeeper.db", encoding: .utf8) == junk)
    }

    @Test func `lines of an input that is no terminal run one by one`() async throws {
        let stage = try await Stage()
        let manager = try await stage.manager()
        let result = try await TestProcess.run(
            ["--home", stage.home],
            input: "# a remark\n\nlines --json\nline 99\naccounts --csv\n",
            environment: ["E2E_KEY": stage.key])
        #expect(result.code == 1)
        #expect(result.output.hasPrefix("[]\n"))
        #expect(result.output.contains("pool,smspool"))
        #expect(await manager.stopped() == 0)
    }
}
