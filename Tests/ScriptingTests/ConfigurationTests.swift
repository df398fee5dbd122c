import Testing

@testable import Scripting

@Suite struct ConfigurationTests {
    private func read(_ source: String) async throws -> ConfigurationDocument {
        try await ConfigurationReader(
            worker: Stage.worker(Stage.strict),
            channelKinds: ["ntfy", "webhook", "file", "program"]
        ).read(source)
    }

    private let example = """
        -- accounts = { not = this }
        accounts = {
          pool    = { provider = "smspool", key = secret("SMSPOOL_KEY") },
          ["virtual"] = {
            provider = "virtualsms", key = secret_file("virtual.key"),
          },
        }
        channels = {
          phone = ntfy    { topic = "my-numbers" },
          bell  = program { command = { "notify-send", "New, code }" }, timeout = "5s" },
        }
        routes      = { bank = { "phone", --[[ , ]] "desk" } }
        spending    = { per_day = 10, scripts = 2.5 }
        for _, name in ipairs { "a", "b" } do channels[name] = file { path = name } end
        channels.late = webhook {
          url = "https://example.org",
        }
        """

    @Test func `the design's example becomes a tree, with secrets only named`() async throws {
        let document = try await read(example)
        #expect(
            document.values["accounts"] == [
                "pool": [
                    "provider": "smspool",
                    "key": ["secret": "environment", "name": "SMSPOOL_KEY"],
                ],
                "virtual": [
                    "provider": "virtualsms", "key": ["secret": "file", "name": "virtual.key"],
                ],
            ])
        #expect(
            document[["channels", "phone"]] == ["channel_type": "ntfy", "topic": "my-numbers"])
        #expect(document[["channels", "b"]] == ["channel_type": "file", "path": "b"])
        #expect(document[["channels", "bell", "command", "2"]] == "New, code }")
        #expect(document.values["spending"] == ["per_day": 10, "scripts": 2.5])
        let key = try #require(document[["accounts", "virtual", "key"]])
        #expect(SecretReference(key) == .file("virtual.key"))
    }

    @Test func `each key knows its line, and what a loop made knows the table around it`()
        async throws
    {
        let document = try await read(example)
        for (path, line) in [
            ("accounts", 2), ("accounts.pool", 3), ("accounts.pool.key", 3),
            ("accounts.virtual", 4), ("accounts.virtual.provider", 5), ("channels.phone", 9),
            ("channels.bell.command.1", 10), ("channels.bell.timeout", 10), ("routes.bank.2", 12),
            ("spending.scripts", 13), ("channels.b.path", 8), ("channels.late.url", 16),
        ] {
            #expect(
                document.line(of: path.split(separator: ".").map(String.init)) == line, "\(path)")
        }
        #expect(document.line(of: ["nothing"]) == nil)
        #expect(document.place(of: ["accounts", "pool"]) == "config.lua:3")
    }

    @Test(arguments: [
        ("accounts = {", "config.lua:1: unexpected symbol near <eof>"),
        (
            "\nchannels = { p = webhok { url = 'x' } }",
            #"config.lua:2: unknown global "webhok"; did you mean "webhook"?"#
        ),
        ("\n\nx = ntfy 'topic'", "config.lua:3: ntfy takes a table: ntfy { ... }"),
        ("x = secret {}", "config.lua:1: secret takes the name in quotes"),
        (
            "x = os.getenv('HOME')",
            "config.lua:1: unknown global \"os\"; config.lua has no os; for a key in a variable of the environment use secret(\"NAME\")"
        ),
        (
            "x = keeper.now()",
            #"config.lua:1: unknown global "keeper"; config.lua has no keeper, which belongs to scripts"#
        ),
        (
            "\nhelper = function() end",
            "config.lua:2: helper is a function, which cannot be kept; make it local"
        ),
        ("while true do end", "config.lua:1: stopped after 200 ms"),
        (
            "return { accounts = {} }",
            "config.lua: returns a value, which would be ignored. Set globals instead: accounts = { ... }, not return { accounts = { ... } }"
        ),
        (
            "accounts = {\n pool = {\n  key = print } }",
            "config.lua:3: accounts.pool.key is a function, which cannot be kept"
        ),
        ("a = {}\na.b = a", "config.lua:2: a.b contains itself"),
    ])
    func `what is wrong is told with its line`(_ source: String, _ why: String) async {
        let failure = await #expect(throws: ScriptFailure.self) { try await read(source) }
        #expect(failure?.message == why)
    }

    @Test func `no advice of a configuration is about what only scripts have`() {
        for (name, hint) in OpenGlobals.configurationHints.fields ?? [:] {
            let text = hint.text ?? ""
            #expect(text.hasPrefix("config.lua ") && !text.contains("keeper."), "\(name)")
        }
        for name in (OpenGlobals.hints.fields ?? [:]).keys {
            #expect(OpenGlobals.configurationHints[name] != nil, "\(name)")
        }
    }
}
