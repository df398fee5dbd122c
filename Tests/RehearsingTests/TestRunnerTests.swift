import Foundation
import Scripting
import Testing
import TestSupport
import Transport

@testable import Rehearsing

/// Tests of scripts, run as `linekeeper test` runs them. One at a time: answers have a second.
@Suite("Tests of scripts", .serialized) struct TestRunnerTests {
    private static let bank = """
        function on_start() keeper.every("1d at 07:00", "daily") end
        function on_message(message)
          if message.sender ~= "MYBANK" then return end
          keeper.tag("bank")
          keeper.route("bank")
          keeper.remember("count", (keeper.recall("count") or 0) + 1)
          keeper.after("9h", "remind", { id = message.id })
          keeper.stop()
        end
        function on_timer(name, data)
          if name == "daily" then return keeper.log("daily") end
          keeper.forward("phone", { title = "Reminder " .. data.id, text = "Look" })
        end
        """
    private static let rest = """
        function on_message(message)
          if message.text == "boom" then error("boom") end
          keeper.tag("rest")
          keeper.forward("log")
        end
        function on_line(event) keeper.extend(event.line, 30) end
        function on_action(action)
          if action.state == "failed" then keeper.cancel(action.line) end
        end
        """
    private static let scripts = [
        Rehearsal.Script(name: "20-bank.lua", source: bank),
        Rehearsal.Script(name: "90-rest.lua", source: rest),
    ]

    private func run(
        _ tests: String, of all: [Rehearsal.Script] = scripts, countsLines: Bool = false
    ) async -> TestSummary {
        await TestRunner(
            executable: BuiltProgram.path, countsLines: countsLines, world: .live()
        ).run([TestRunner.File(name: "tests/a.lua", source: tests, scripts: all)]) { _ in }
    }

    /// The failures of the tests in order, nil for those that passed.
    private func failures(_ tests: String, of all: [Rehearsal.Script]? = nil) async -> [String?] {
        await run(tests, of: all ?? Self.scripts).outcomes.map { $0.failure?.message }
    }

    @Test func `what a script tells the others is heard by them`() async {
        let telling = """
            function on_message(message) keeper.emit("seen", { id = message.id }) end
            function on_event() keeper.emit("seen", {}) end
            """
        let scripts = [
            Rehearsal.Script(name: "10-a.lua", source: telling),
            Rehearsal.Script(
                name: "20-b.lua",
                source: """
                    function on_event(name, data, from)
                      local sent = keeper.forward({ "log", "phone" }, { text = name, within = "1m" })
                      keeper.withdraw(sent)
                      keeper.tag_line(1, from, data.id .. "")
                    end
                    """),
        ]
        let told = await failures(
            """
            test("events", function(t)
              t.message "x"
              t.expect.emit("seen", { id = 1 })
              t.expect.forward({ "log", "phone" }, { text = "seen", within = "1m" })
              t.expect.withdraw(t.matching("log"))
              t.expect.tag_line(1, "10-a.lua", "1")
              t.expect.nothing()
            end)
            """, of: scripts)
        #expect(told == [nil])
    }

    @Test func `what scripts decide is as expected`() async {
        let failures = await failures(
            """
            test("bank", function(t)
              local message = t.message { sender = "MYBANK", text = "Your code is 482913" }
              assert(message.code == "482913" and message.tags[1] == "bank" and message.route == "bank")
              t.expect.tag("bank")
              t.expect.route("bank")
              t.expect.timer("remind", { delay = "9h", data = { id = 1 } })
              t.expect.nothing()
              t.expect.stop("20-bank.lua")
              t.expect.no.forward()
              t.expect.remembered("count", 1)
              t.at("+9h")
              t.expect.forward("phone", { title = t.matching("%d+$"), text = "Look" })
              t.expect.log("daily")
              t.expect.equal(t.now() - 1704067200, 9 * 3600)
            end)
            test("begins anew", function(t)
              t.remember("count", 41, "20-bank.lua")
              t.message { sender = "MYBANK", text = "x" }
              t.expect.remembered("count", 42, "20-bank")
            end)
            test("rest", function(t)
              t.message { sender = "SHOP", text = "Hello" }
              t.expect.tag("rest")
              t.expect.forward("log", { text = "Hello", title = nil })
              t.expect.nothing()
              local line = t.line { kind = "rental", label = "work" }
              t.event("expiring", { line = line })
              t.expect.extend(line, 30)
              t.expect.extend(30)
              t.action { kind = "extend", state = "failed", line = "work" }
              t.expect.cancel(line)
              t.action { kind = "extend", line = "work" }
              t.expect.nothing()
              t.message "boom"
              t.expect.failure("boom")
            end)
            """)
        #expect(failures == [nil, nil, nil])
    }

    @Test func `a failure names the line, what was expected and what was decided`() async {
        let failures = await failures(
            """
            test("wrong", function(t)
              t.message { sender = "MYBANK", text = "x" }
              t.expect.route("banks")
            end)
            test("too much", function(t)
              t.message { sender = "SHOP", text = "x" }
              t.expect.tag("rest")
              t.expect.nothing()
            end)
            test("not even this", function(t)
              t.message { sender = "SHOP", text = "x" }
              t.expect.no.tag("rest")
            end)
            test("fails", function(t)
              t.message "boom"
              t.expect.no.tag("bank")
            end)
            """)
        #expect(
            failures[0]
                == """
                tests/a.lua:3: expected route "banks"
                got      tag "bank" (20-bank.lua:4)
                         put the message on route bank (20-bank.lua:5)
                         timer "remind" in 9 hours; delay 32400; data {"id":1} (20-bank.lua:7)
                """)
        #expect(
            failures[1]
                == """
                tests/a.lua:8: expected nothing more
                got      forward to log (90-rest.lua:4)
                """)
        #expect(
            failures[2]
                == "tests/a.lua:12: expected no tag \"rest\"\ngot      tag \"rest\" (90-rest.lua:3)"
        )
        #expect(
            failures[3] == "tests/a.lua:15: 90-rest.lua failed: 90-rest.lua:2: boom")
    }

    @Test(arguments: [
        ("t.mesage {}", "t has no \"mesage\"; did you mean \"message\"?"),
        ("t.expect.rout('x')", "t.expect has no \"rout\"; did you mean \"route\"?"),
        ("t.message { txt = 'x' }", "unknown field \"txt\"; did you mean \"text\"?"),
        ("t.message {}", "t.message: text is missing"),
        ("t.event('expirng')", "there is no event expirng; did you mean \"expiring\"?"),
        ("t.action { kind = 'forwrd' }", "there is no action forwrd; did you mean \"forward\"?"),
        ("t.scripts('20-bnk')", "there is no script 20-bnk"),
        ("t.message 'x' t.scripts('20-bank')", "scripts comes before the first message"),
        ("t.at('yesterday')", "t.at: "), ("t.at('2020-01-01 10:00')", "is over"),
        ("t.expect.forward('phone', { titel = 'x' })", "did you mean \"title\"?"),
        ("t.message { text = print }", "t.message: "), ("t.zone('Nowhere')", "no time zone"),
        ("keeper.tag('x')", "tests have no keeper"), ("while true do end", "stopped after 5000 ms"),
    ])
    func `a mistake in a test is told at its line`(line: String, why: String) async {
        let failures = await failures("test('x', function(t)\n\(line)\nend)")
        #expect(failures.count == 1)
        #expect(failures.first??.hasPrefix("tests/a.lua:2: ") == true, "\(failures)")
        #expect(failures.first??.contains(why) == true, "\(failures)")
    }

    @Test func `time moves on through timers and schedules, in order and in the zone`() async {
        let failures = await failures(
            """
            test("schedule", function(t)
              t.scripts("20-bank.lua")
              t.zone("Europe/Berlin")
              t.at("2024-03-30 12:00")
              t.at("+2d")
              t.expect.equal(#t.log(), 2)
              t.expect.equal(t.now(), 1711969200)
            end)
            test("each after the other", function(t)
              t.message { sender = "MYBANK", text = "1" }
              t.at("+1h")
              t.expect.nothing()
              t.message { sender = "MYBANK", text = "2" }
              t.at("+1d")
              -- The second replaced the first.
              t.expect.forward("phone", { title = "Reminder 2" })
              t.expect.nothing()
            end)
            test("at once", function(t)
              t.timer("remind", { id = 5 }, "20-bank.lua")
              t.expect.forward("phone", { title = "Reminder 5" })
              t.start("saved")
              t.expect.timer("daily", { when = "1d at 07:00" })
            end)
            """)
        // At two in the morning of 31 March clocks in Berlin are set to three.
        #expect(failures == [nil, nil, nil])
    }

    @Test func `scripts read the lines and messages of the test`() async {
        let asking = Rehearsal.Script(
            name: "a.lua",
            source: """
                function on_message(message)
                  local found = keeper.messages { line = message.line, search = "code" }
                  local lines = keeper.lines { kind = "activation" }
                  keeper.log(#found, #lines, #keeper.messages { sender = "A" })
                end
                """)
        let tests = """
            test("reads", function(t)
              local one = t.line { kind = "activation" }
              local two = t.line { label = "work" }
              t.message { text = "Your code is 111222", line = one, sender = "A" }
              t.expect.log("0\\t1\\t0")
              t.message { text = "hello", line = "work" }
              t.message { text = "another code", line = one }
              t.expect.log("1\\t1\\t1")
            end)
            """
        let summary = await TestRunner(executable: BuiltProgram.path, world: .live()).run(
            [TestRunner.File(name: "tests/a.lua", source: tests, scripts: [asking])]
        ) { _ in }
        #expect(summary.outcomes.map { $0.failure?.message } == [nil])
    }

    /// An editor knows every function, and no other.
    @Test func `the annotations for editors name all that tests have`() async throws {
        let summary = await run(
            """
            test("names", function(t)
              for _, set in ipairs { t, t.expect, t.expect.no } do
                local names = {}
                for name in pairs(set) do names[#names + 1] = name end
                table.sort(names)
                print(table.concat(names, " "))
              end
            end)
            """)
        let text = try String(
            contentsOf: SourceTree.root.appending(path: "docs/script-tests.d.lua"), encoding: .utf8)
        let classes = text.components(separatedBy: "---@class ")
        func fields(_ name: String) -> Set<String> {
            let lines = classes.first { $0.hasPrefix(name) }?.split(separator: "\n") ?? []
            return Set(
                lines.filter { $0.hasPrefix("---@field ") }.map {
                    String($0.split(separator: " ")[1])
                })
        }
        let known = summary.outcomes.first?.log.map {
            Set($0.split(separator: " ").map(String.init))
        }
        #expect(
            known == [
                fields("Trial"), fields("Expectations").union(fields("Wishes")), fields("Wishes"),
            ])
    }

    @Test func `a file that does not load, or has no test, is a failure`() async {
        #expect(await failures("test('x'")[0]?.hasPrefix("tests/a.lua:1: ") == true)
        #expect(await failures("local x = 1")[0]?.contains("it holds no test") == true)
        #expect(await failures("test('x')")[0]?.contains("give a function after the name") == true)
    }

    @Test func `coverage is the lines that no test ran`() async {
        let summary = await run(
            "test('x', function(t) t.message { sender = 'MYBANK', text = 'x' } end)",
            countsLines: true)
        #expect(summary.coverage["20-bank.lua"]?.missed == [11, 12])
        #expect(summary.coverage["90-rest.lua"]?.missed == [2, 3, 4, 8])
        #expect(
            Coverage(lines: [1, 2, 3, 5], ran: [1, 4]).summary
                == "25% (1 of 4 lines); never run: 2-3, 5")
    }
}
