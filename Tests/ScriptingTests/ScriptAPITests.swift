import Testing

@testable import Scripting

@Suite struct ScriptAPITests {
    @Test func `every decision comes out as it was made`() async throws {
        let report = try await Stage.run(
            """
            function on_message(message)
              keeper.route("bank")
              keeper.forward("phone")
              keeper.forward("phone", "just text")
              keeper.forward("desk", { title = "T", text = "t", priority = 5.0, tags = "a", url = "u" })
              keeper.tag("one", 2)
              keeper.cancel()
              keeper.refund(message.line)
              keeper.extend(30)
              keeper.extend("work", 7)
              keeper.finish(9)
              keeper.resend("+14155550123")
              keeper.wake()
              keeper.swap()
              keeper.reset()
              keeper.auto_extend(true)
              keeper.auto_extend("work", false)
              keeper.label("home")
              keeper.label(9, "")
              local data = { n = 1 }
              keeper.after("1h30m", "later", data)
              data.n = 2
              keeper.after(0.5, "soon")
              keeper.stop()
            end
            function on_timer() end
            """)
        #expect(report.failure == nil)
        #expect(
            report.decisions == [
                .route("bank"), .forward(ForwardRequest(channel: "phone")),
                .forward(ForwardRequest(channel: "phone", text: "just text")),
                .forward(
                    ForwardRequest(
                        channel: "desk", title: "T", text: "t", priority: 5, tags: ["a"], url: "u")),
                .tag(["one", "2"]), .cancel(nil), .refund(.id(7)), .extend(nil, days: 30),
                .extend(.name("work"), days: 7), .finish(.id(9)), .resend(.name("+14155550123")),
                .wake(nil), .swap(nil), .reset(nil), .autoExtend(nil, true),
                .autoExtend(.name("work"), false), .label(nil, "home"), .label(.id(9), ""),
                .after(TimerRequest(delayMilliseconds: 5_400_000, name: "later", data: ["n": 1])),
                .after(TimerRequest(delayMilliseconds: 500, name: "soon")),
            ])
        #expect(report.stopped)
    }

    @Test(arguments: [
        (
            #"keeper.forward("phone", { titel = "x" })"#,
            #"keeper.forward: unknown field "titel"; did you mean "title"?"#
        ),
        (
            #"keeper.forward("phnoe", "x")"#,
            #"keeper.forward: unknown channel "phnoe"; did you mean "phone"?"#
        ),
        (#"keeper.route("bnak")"#, #"keeper.route: unknown route "bnak"; did you mean "bank"?"#),
        (#"keeper.rout("bank")"#, #"keeper has no "rout"; did you mean "route"?"#),
        (#"keeper:tag("x")"#, "keeper.tag: call it with a dot, not with a colon"),
        ("keeper.tag()", "keeper.tag: tag is missing"),
        ("keeper.tag('')", "keeper.tag: tag is empty"),
        ("keeper.extend()", "keeper.extend: days is missing"),
        (
            #"keeper.extend("30")"#,
            #"keeper.extend: days is "30", not a whole number from 1 to 3650"#
        ),
        ("keeper.extend(0)", "keeper.extend: days is 0, not a whole number from 1 to 3650"),
        ("keeper.extend(1, 2, 3)", "keeper.extend: too many arguments"),
        ("keeper.cancel({})", "keeper.cancel: line is a table without the id of a line"),
        (
            #"keeper.forward("phone", { priority = 9 })"#,
            "keeper.forward: priority is 9, not a whole number from 1 to 5"
        ),
        (
            #"keeper.after("soon", "x")"#,
            #"keeper.after: delay is "soon", not a duration such as "10m" or "1h30m", or seconds"#
        ),
        (
            "keeper.after(-1, 'x')",
            #"keeper.after: delay is -1, not a duration such as "10m" or "1h30m", or seconds"#
        ),
        ("keeper.remember('x')", "keeper.remember: value is missing"),
        (
            "local t = {} t.a = { t } keeper.remember('x', t)",
            "keeper.remember: value.a[1] contains itself"
        ),
        (
            "keeper.remember('x', { f = print })",
            "keeper.remember: value.f is a function, which cannot be kept"
        ),
        (
            "keeper.remember('x', { 1, nil, 3 })",
            "keeper.remember: value is a list with gaps; for numbers as keys use tostring(number)"
        ),
        (
            "keeper.lines { kid = 'rental' }",
            #"keeper.lines: unknown field "kid"; did you mean "kind"?"#
        ),
        (
            "keeper.messages { since = 'yesterday' }",
            #"keeper.messages: since is "yesterday", not Unix seconds, or a duration such as "1d" for that long ago"#
        ),
        ("return mesage.text", #"unknown global "mesage""#),
        (
            "return string.len(nil) + tostirng(1)",
            "bad argument #1 to 'len' (string expected, got nil)"
        ),
        ("local x = tostirng(1)", #"unknown global "tostirng"; did you mean "tostring"?"#),
        (
            "local x = os.time()",
            #"unknown global "os"; scripts have no os; for the time use keeper.now() and keeper.date()"#
        ),
    ])
    func `misuse is told at its line in so many words`(_ line: String, _ why: String) async throws {
        let environment = ScriptEnvironment(routes: ["bank", "rest"], channels: ["phone", "desk"])
        #expect(
            try await Stage.complaint(line, environment: environment) == "10-test.lua:2: \(why)")
    }

    @Test func `outside a message, what needs one says so`() async throws {
        let source = """
            function on_timer(name, data)
              local ok, why = pcall(keeper[name])
              keeper.log(why)
              keeper.cancel(7)
              keeper.forward("phone", data.text)
            end
            """
        for (name, why) in [
            ("cancel", "line is missing; give one outside a message"),
            ("extend", "line is missing; give one outside a message"),
            ("route", "works only in on_message"), ("stop", "works only in on_message"),
        ] {
            let report = try await Stage.run(
                source, HandlerCall(.onTimer, [.string(name), ["text": "digest"]]))
            #expect(report.log == ["10-test.lua:2: keeper.\(name): \(why)"])
            #expect(
                report.decisions == [
                    .cancel(.id(7)), .forward(ForwardRequest(channel: "phone", text: "digest")),
                ])
        }
        #expect(try await Stage.run("local x = 1").outcome == .noHandler)
    }

    @Test func `memory is a copy, lasts, and is lost with a failed run`() async throws {
        let worker = Stage.worker()
        let source = """
            function on_message(message)
              local kept = keeper.recall("kept")
              if message.text == "begin" then
                assert(kept.list[2] == "b")
                kept.list[2] = "changed"
                assert(keeper.recall("kept").list[2] == "b")
                keeper.remember("number", 1.5)
                keeper.forget("gone")
              elseif message.text == "fail" then
                keeper.remember("number", 99)
                error("no")
              else
                keeper.tag(tostring(keeper.recall("number")), tostring(keeper.recall("gone")))
              end
            end
            """
        _ = try await worker.load(
            "a.lua", source: source, memory: ["kept": ["list": ["a", "b"]], "gone": true],
            now: Stage.noon
        ).get()
        func run(_ text: String) async -> RunReport {
            await worker.run(
                "a.lua", Stage.message(text), now: Stage.noon, answering: Stage.nobody)
        }
        #expect(await run("begin").memoryChanges == ["number": 1.5, "gone": nil])
        #expect(await run("fail").memoryChanges == [:])
        #expect(await run("end").decisions == [.tag(["1.5", "nil"])])
        #expect(
            await worker.memory(of: "a.lua") == ["kept": ["list": ["a", "b"]], "number": 1.5])
        await worker.reset("a.lua", memory: ["number": 3])
        #expect(await run("end").decisions == [.tag(["3", "nil"])])
    }

    @Test func `questions reach the manager with checked filters, and errors are no surprise`()
        async throws
    {
        let source = """
            function on_message(message)
              local lines = assert(keeper.lines { tag = "x", line = message.line })
              keeper.tag(lines[1].number)
              local messages, why = keeper.messages { since = "1h", limit = 5 }
              keeper.log(messages, why)
              keeper.log(keeper.now(), keeper.date(), keeper.date(0), keeper.date("1d"))
            end
            """
        let report = try await Stage.run(source) { query in
            switch query {
            case .lines(let filter):
                #expect(filter == ["tag": "x", "line": 7])
                return .success([["number": "+1"]])
            case .messages(let filter):
                #expect(filter["since"]?.real == 1_769_943_600)
                #expect(filter["limit"] == 5)
                return .failure(ScriptQueryError("the store is closed"))
            case .test: return .failure(ScriptQueryError("no test asked"))
            }
        }
        #expect(report.failure == nil)
        #expect(report.decisions == [.tag(["+1"])])
        #expect(
            report.log == [
                "nil\tthe store is closed",
                "1769947200\t2026-02-01T12:00:00Z\t1970-01-01T00:00:00Z\t2026-01-31T12:00:00Z",
            ])
    }

    @Test func `loading a file warns of what is probably a mistake`() async throws {
        let worker = Stage.worker()
        let loaded = try await worker.load(
            "a.lua",
            source: """
                count = 0
                local seen = {}
                function helper() end
                function on_mesage(message) end
                """, now: Stage.noon
        ).get()
        #expect(loaded.handlers == [])
        #expect(
            loaded.log == [
                #"warning: a.lua:1: sets the global "count"; say local, or use keeper.remember"#,
                #"warning: on_mesage is not a handler; did you mean "on_message"?"#,
                "warning: defines no handler, so it is never called",
            ])
        let early = await worker.load("b.lua", source: "keeper.tag('x')", now: Stage.noon)
        #expect("\(early)".contains("b.lua:1: keeper.tag: works only inside a handler"))
    }
}
