import Lines
import Testing

@testable import Scripting

/// What is known of a run beside its decisions: where they were made, and which lines ran.
@Suite struct ScriptPlaceTests {
    @Test func `a decision has its line and the locals there`() async throws {
        let source = """
            local function send(title)
              keeper.forward("phone", { title = title, priority = 4 })
            end
            function on_message(message)
              local long, n, list = string.rep("ü", 50), 3, { 1, 2 }
              keeper.tag("code")
              send("A code")
              keeper.stop()
            end
            """
        let report = try await Stage.run(source)
        #expect(
            report.decisions == [
                .tag(["code"]),
                .forward(
                    ForwardRequest(
                        channel: "phone", title: "A code", priority: 4, handle: "run-phone-0")),
            ])
        #expect(report.places.map(\.at) == ["10-test.lua:6", "10-test.lua:2"])
        #expect(
            report.places.first?.locals == [
                "message = { id = 1, ... }", "long = \"\(String(repeating: "ü", count: 30))...\"",
                "n = 3", "list = a list of 2",
            ])
        #expect(report.places.last?.locals == ["title = \"A code\""])
        #expect(report.stoppedAt == "10-test.lua:8")
    }

    @Test func `locals are bounded, and what they hold is never run`() async throws {
        let source = """
            function on_message(message)
              local odd = setmetatable({}, {
                __index = function() error("ran") end, __len = function() error("ran") end,
                __tostring = function() error("ran") end, __name = "odd",
              })
              local big = string.rep("x", 1000000)
              local second, third, fourth = big, big, big
              for _ = 1, 64 do keeper.tag(odd and "t") end
            end
            """
        let report = try await Stage.run(source)
        #expect(report.failure == nil)
        #expect(report.places.count == 64)
        let bytes = report.places.flatMap(\.locals).reduce(0) { $0 + $1.utf8.count }
        #expect(bytes > 8 << 10 && bytes <= 16 << 10)
        #expect(report.places.first?.locals.contains("odd = a table") == true)
        let counts = report.places.map(\.locals.count)
        #expect(counts.first == 7 && counts.last ?? 7 < 7)
    }

    @Test func `the fields of a decision are all that it holds`() {
        let forward = Decision.forward(
            ForwardRequest(
                channel: "phone", title: "A", text: "B", priority: 4, tags: ["x"], url: "u",
                backlog: true))
        #expect(
            forward.fields.map(\.name)
                == ["channel", "title", "text", "priority", "tags", "url", "backlog"])
        let timer = Decision.after(
            TimerRequest(delayMilliseconds: 1500, name: "n", data: ["k": 1]))
        #expect(timer.fields.map(\.value) == ["n", .number(1.5), ["k": 1]])
        let extend = Decision.extend(.id(7), days: 30)
        #expect(extend.fields.map(\.value) == [.integer(7), .integer(30)])
        #expect(Decision.cancel(nil).fields.isEmpty)
    }

    @Test func `lines are counted when they are asked for, also of a run that fails`() async throws
    {
        let source = """
            function on_message(message)
              for _ = 1, 3 do
                keeper.log("x")
              end
              if message.text == "never" then
                return
              end
              error("here")
            end
            """
        var limits = Stage.strict
        limits.countsLines = true
        let worker = Stage.worker(limits)
        _ = try await worker.load("a.lua", source: source, now: Stage.noon).get()
        let report = await worker.run(
            "a.lua", Stage.message("x"), now: Stage.noon, answering: Stage.nobody)
        #expect(report.failure?.message == "a.lua:8: here")
        let counts = Dictionary(uniqueKeysWithValues: report.lines.map { ($0.line, $0.count) })
        #expect(counts[3] == 3 && counts[5] == 1 && counts[8] == 1 && counts[6] == nil)
        // An endless loop is stopped all the same.
        _ = try await worker.load(
            "b.lua", source: "function on_message() while true do end end", now: Stage.noon
        ).get()
        let late = await worker.run(
            "b.lua", Stage.message("x"), now: Stage.noon, answering: Stage.nobody)
        #expect(late.failure?.kind == .softLimit)
        await worker.shutDown()
        #expect(try await Stage.run(source).lines.isEmpty)
    }

    @Test func `the outline has the lines that could run, also in functions that never exist`()
        async throws
    {
        let source = """
            local LIST = {
              1, 2,
            }

            -- a comment
            function on_message(message)
              local function inner()
                if message.first then
                  return 1
                end
              end
              if message.text then
                return inner()
              else
                keeper.tag("x")
              end
            end
            """
        let worker = Stage.worker()
        let lines = await worker.linesWithCode(in: source)
        #expect(lines.contains(8) && lines.contains(9) && lines.contains(15))
        for line in [4, 5, 10, 16] { #expect(!lines.contains(line), "\(line)") }
        // Steps of more than 127 lines are written in another way.
        let long = "local a = 1" + String(repeating: "\n", count: 300) + "a = 2\n"
        #expect(await worker.linesWithCode(in: long) == [1, 301])
        #expect(await worker.linesWithCode(in: "function (").isEmpty)
        await worker.shutDown()
    }

    @Test func `bytes that are no chunk have no lines`() {
        #expect(CompiledChunk([]).lines.isEmpty)
        #expect(CompiledChunk([0x1B, 0x4C, 0x75, 0x61, 0x53]).lines.isEmpty)
        let head: [UInt8] = [
            0x1B, 0x4C, 0x75, 0x61, 0x54, 0, 0x19, 0x93, 0x0D, 0x0A, 0x1A, 0x0A, 4, 8, 8,
        ]
        #expect(CompiledChunk(head + Array(repeating: 0xFF, count: 200)).lines.isEmpty)
        #expect(CompiledChunk(head + Array(repeating: 0x7F, count: 200)).lines.isEmpty)
    }
}
