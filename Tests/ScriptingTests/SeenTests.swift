import Testing

@testable import Scripting

/// Scripts see the tags and the route that scripts before them decided in the same run.
@Suite struct SeenTests {
    private static let shows = """
        function on_message(message)
          print(message.route, table.concat(message.tags, ","), table.concat(message.line.tags or {}, ","))
        end
        """

    private func worker(_ scripts: [String: String]) async throws -> ScriptWorker {
        let worker = Stage.worker()
        for (name, source) in scripts {
            _ = try await worker.load(name, source: source, now: Stage.noon).get()
        }
        return worker
    }

    private func run(_ worker: ScriptWorker, _ names: [String]) async -> [RunReport] {
        await worker.run(names, Stage.message("x"), now: Stage.noon, answering: Stage.nobody)
    }

    @Test func `whether they are in one request or in several`() async throws {
        let worker = try await worker([
            "a": """
            function on_message(message)
              keeper.tag("one", "two") keeper.tag_line("l") keeper.tag_line(8, "other")
              keeper.route("bank") keeper.route("rest")
              assert(#message.tags == 0 and message.route == nil)
            end
            """,
            "b": Self.shows,
            "c": "function on_message() keeper.tag('two', 'three') keeper.untag_line(7, 'l') end",
            "d": Self.shows, "e": "function on_message() error('x') end", "f": Self.shows,
        ])
        let names = ["a", "b", "c", "d", "e", "f"]
        let shown = ["bank\tone,two\tl", "bank\tone,two,three\t", "bank\tone,two,three\t"]
        #expect(await run(worker, names).flatMap(\.log) == shown)
        // After this, some of them have to be loaded before they run.
        await worker.reset("d", memory: [:])
        #expect(await run(worker, names).flatMap(\.log) == shown)
    }

    @Test func `a message that has a route keeps it`() {
        let message: ScriptValue = ["route": "bank", "tags": ["a"], "line": ["id": 7]]
        let seen = message.seen(after: [.route("rest"), .tag(["a", "b"])])
        #expect(seen == ["route": "bank", "tags": ["a", "b"], "line": ["id": 7]])
        let call = HandlerCall(.onLine, [message])
        #expect(call.seen(after: [.tag(["b"])]) == call)
    }

    @Test func `handles are the same when a run is repeated, and of no other forward`()
        async throws
    {
        let source = """
            function on_message(message)
              print(keeper.forward("phone"), keeper.forward({ "phone", "desk" }, { within = "1m" }))
              print(keeper.forward("phone", "again"))
              keeper.withdraw("m1-phone-0")
              keeper.emit("parcel", { n = 1 })
            end
            """
        let worker = try await worker(["a.lua": source])
        var call = Stage.message("x")
        call.run = "m7"
        var logs: [[String]] = []
        for _ in 1...2 {
            let report = await worker.run(
                "a.lua", call, now: Stage.noon, answering: Stage.nobody)
            logs.append(report.log)
            var chain = ForwardRequest(channel: "phone")
            chain.further = ["desk"]
            chain.withinMilliseconds = 60_000
            chain.handle = "m7-phone+desk-0"
            var first = ForwardRequest(channel: "phone")
            first.handle = "m7-phone-0"
            var again = ForwardRequest(channel: "phone", text: "again")
            again.handle = "m7-phone-1"
            #expect(
                report.decisions == [
                    .forward(first), .forward(chain), .forward(again), .withdraw("m1-phone-0"),
                    .emit("parcel", ["n": 1]),
                ])
        }
        #expect(logs == [["m7-phone-0\tm7-phone+desk-0", "m7-phone-1"], logs[0]])
    }

    @Test(arguments: [
        ("keeper.forward({})", "keeper.forward: channel is an empty list"),
        (
            "keeper.forward({ 'phone', 'dsek' })",
            #"keeper.forward: unknown channel "dsek"; did you mean "desk"?"#
        ),
        ("keeper.forward({ 'desk', 'desk' })", #"keeper.forward: channel has "desk" twice"#),
        (
            "keeper.forward('desk', { within = '1m' })",
            "keeper.forward: within is for a list of channels"
        ),
        ("for i = 1, 17 do keeper.emit('x') end", "keeper.emit: more than 16 events in one run"),
        (
            "keeper.emit('x', ('y'):rep(5000))", "keeper.emit: data is longer than 4096 bytes"
        ),
        ("keeper.emit('x', print)", "keeper.emit: data is a function, which cannot be kept"),
    ])
    func `misuse is told at its line`(_ line: String, _ why: String) async throws {
        let environment = ScriptEnvironment(routes: [], channels: ["phone", "desk"])
        #expect(
            try await Stage.complaint(line, environment: environment) == "10-test.lua:2: \(why)")
    }
}
