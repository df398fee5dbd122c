import Glibc
import Testing

@testable import Scripting

/// All scripts of a message run in one request, and every guarantee for a single script still
/// holds.
@Suite("Several scripts in one request") struct OneRequestTests {
    /// Runs scripts named `10.lua`, `20.lua`, ..., each of which counts its runs since it was
    /// loaded.
    private func run(
        _ bodies: [String], on worker: ScriptWorker? = nil, text: String = "hello",
        answering: @escaping ScriptAnswering = Stage.nobody
    ) async throws -> [RunReport] {
        let worker = worker ?? Stage.worker(Stage.strict)
        var names: [String] = []
        for body in bodies {
            names.append("\(names.count + 1)0.lua")
            _ = try await worker.load(
                names.last ?? "",
                source: """
                    local runs = 0
                    function on_message(message)
                      runs = runs + 1
                      \(body)
                    end
                    """, now: Stage.noon
            ).get()
        }
        return await worker.run(
            names, Stage.message(text), now: Stage.noon, answering: answering)
    }

    @Test func `each has a report of its own, in order`() async throws {
        let reports = try await run([
            "keeper.tag('a') keeper.remember('n', 1)", "print('quiet')", "keeper.tag('c')",
        ])
        #expect(reports.map(\.script) == ["10.lua", "20.lua", "30.lua"])
        #expect(reports.map(\.decisions) == [[.tag(["a"])], [], [.tag(["c"])]])
        #expect(reports.map(\.log) == [[], ["quiet"], []])
        #expect(reports.map(\.memoryChanges) == [["n": 1], [:], [:]])
        #expect(reports.allSatisfy { $0.duration > .zero })
    }

    @Test func `one that stops the message is the last that runs`() async throws {
        let worker = Stage.worker(Stage.strict)
        let bodies = ["keeper.tag('a')", "keeper.stop()", "keeper.tag(tostring(runs))"]
        let reports = try await run(bodies, on: worker)
        #expect(reports.map(\.script) == ["10.lua", "20.lua"])
        // It did not run unnoticed either.
        let third = await worker.run(
            "30.lua", Stage.message("x"), now: Stage.noon, answering: Stage.nobody)
        #expect(third.decisions == [.tag(["1"])])
    }

    @Test(
        "one that fails, however it does, costs the others nothing",
        arguments: [
            ("error('no')", ScriptFailure.Kind.error),
            ("while true do end", .softLimit),
            (Hostile.unstoppable, .hardLimit),
            ("local t = {} while true do t[#t + 1] = ('x'):rep(100000) .. #t end", .memory),
            ("for i = 1, 100 do keeper.tag('x' .. i) end", .tooManyDecisions),
        ])
    func failing(body: String, kind: ScriptFailure.Kind) async throws {
        let worker = Stage.worker(Stage.strict)
        let bodies = [
            "keeper.tag('a') keeper.remember('n', (keeper.recall('n') or 0) + 1)",
            "if message.text == 'hello' then \(body) end", "keeper.tag('c')",
        ]
        let reports = try await run(bodies, on: worker)
        #expect(reports.map(\.script) == ["10.lua", "20.lua", "30.lua"])
        #expect(reports[0].decisions == [.tag(["a"])])
        #expect(reports[1].failure?.kind == kind)
        #expect(reports[2].decisions == [.tag(["c"])])
        // The first script's change to its memory counts once, and the next message finds all three
        // scripts.
        #expect(await worker.memory(of: "10.lua") == ["n": 1])
        let next = await worker.run(
            reports.map(\.script), Stage.message("again"), now: Stage.noon,
            answering: Stage.nobody)
        #expect(next.map(\.failure) == [nil, nil, nil])
        #expect(next[0].memoryChanges == ["n": 2])
    }

    @Test func `one under which somebody kills the worker runs again, those before it do not`()
        async throws
    {
        let worker = Stage.worker(Stage.strict)
        let bodies = [
            "keeper.remember('n', (keeper.recall('n') or 0) + 1)",
            "keeper.lines() keeper.tag('b')", "keeper.tag('c')",
        ]
        let mortal = worker
        let killed = Stage.Flag()
        let reports = try await run(bodies, on: worker) { _ in
            if killed.raise(), let process = await mortal.processID { kill(process, SIGKILL) }
            return .success([])
        }
        #expect(reports.map(\.outcome) == [.completed, .completed, .completed])
        #expect(reports.map(\.decisions) == [[], [.tag(["b"])], [.tag(["c"])]])
        #expect(await worker.memory(of: "10.lua") == ["n": 1])
    }

    @Test func `a decision that is none does not leave the rest waiting`() async throws {
        // No script can produce this value; the stop beside it must be respected all the same.
        let reply = WorkerReply.payload(
            ScriptState.Result(
                outcome: .done,
                value: WireWriter.encode([
                    "found": true, "stopped": true, "decisions": [["kind": "nonsense"]],
                ])))
        let read = try WorkerReply(payload: reply[...])
        #expect(read.hasStopped)
        #expect(RunReport(script: "10.lua", completed: read).failure?.kind == .crashed)
    }

    /// A NUL is stored as a sign of three bytes, and an emoji has four.
    @Test(arguments: ["a", "\u{2400}", "\u{1F600}"])
    func `a message of a million characters is seen and forwarded whole`(
        _ character: String
    ) async throws {
        let text = String(repeating: character, count: 1_000_000)
        var limits = Stage.patient
        (limits.soft, limits.hard) = (.seconds(20), .seconds(60))
        let reports = try await run(
            ["keeper.forward('log', { text = message.text })", "keeper.tag(#message.text)"],
            on: Stage.worker(limits), text: text)
        #expect(reports.compactMap(\.failure).isEmpty)
        #expect(reports.last?.decisions == [.tag(["\(text.utf8.count)"])])
    }

    @Test func `frames are read whole, in pieces, and many at once`() throws {
        let frames = [
            Frame(.reply, [1, 2, 3]), Frame(.ready, []),
            Frame(.run, [UInt8](repeating: 7, count: 70_000)),
        ]
        let bytes = frames.flatMap { $0.bytes ?? [] }
        for piece in [1, 3, 4, 5, 1000, 40_000, bytes.count] {
            var buffer = FrameBuffer()
            var rest = bytes[...]
            var found: [Frame] = []
            while !rest.isEmpty {
                let part = rest.prefix(piece)
                let count = buffer.fill { room in
                    let taken = part.prefix(room.count)
                    room.copyBytes(from: taken)
                    return taken.count
                }
                rest = rest.dropFirst(count)
                while case .frame(let frame) = buffer.next() { found.append(frame) }
            }
            #expect(found.map(\.verb) == frames.map(\.verb))
            #expect(found.map(\.payload) == frames.map(\.payload))
        }
        var broken = FrameBuffer()
        _ = broken.fill { room in
            room.copyBytes(from: [255, 255, 255, 255, 1])
            return 5
        }
        guard case .malformed = broken.next() else {
            Issue.record("a length no frame can have was believed")
            return
        }
    }
}
