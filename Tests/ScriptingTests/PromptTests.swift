import Lines
import Testing

@testable import Scripting

@Suite("A Lua prompt") struct PromptTests {
    private let worker = Stage.worker(Stage.strict)
    private let message: ScriptValue = ["id": 17, "text": "Your code is 482913", "code": "482913"]

    private func type(_ text: String, about message: ScriptValue?) async
        -> ScriptWorker.Evaluation
    {
        await worker.evaluate(
            text, beside: "lua", message: message, now: Stage.noon, answering: Stage.nobody)
    }

    private func values(_ text: String) async -> [String]? {
        guard case .done(let values, _) = await type(text, about: message) else { return nil }
        return values
    }

    @Test func `expressions have values, statements none, and globals stay`() async throws {
        _ = try await worker.load("lua", source: "", now: Stage.noon).get()
        #expect(await values("1 + 1") == ["2"])
        #expect(
            await values("message.code, nil, { 1, a = 2 }") == [
                "\"482913\"", "nil", "{ 1, a = 2 }",
            ])
        #expect(await values("n = 7") == [])
        #expect(await values("n") == ["7"])
        #expect(await values("keeper.remember('k', n)") == [])
        #expect(await values("keeper.recall('k')") == ["7"])
        #expect(await values("keeper.recall('other')") == ["nil"])
        #expect(await values("keeper.tag('x')") == [])
        await worker.shutDown()
    }

    @Test func `decisions are told and print is shown`() async throws {
        _ = try await worker.load("lua", source: "", now: Stage.noon).get()
        let evaluation = await type(
            "print('hi') keeper.forward('phone', { title = 'A' }) keeper.stop()", about: message)
        guard case .done(let values, let report) = evaluation else {
            Issue.record("\(evaluation)")
            return
        }
        #expect(values.isEmpty && report.log == ["hi"])
        let forward = ForwardRequest(channel: "phone", title: "A", handle: "lua-phone-0")
        #expect(report.decisions == [.forward(forward)])
        await worker.shutDown()
    }

    @Test(arguments: ["if true then", "f(", "1 +", "x =", "[[long", "function f()\n  return 1"])
    func `text that is not finished goes on`(text: String) async throws {
        _ = try await worker.load("lua", source: "", now: Stage.noon).get()
        #expect(await type(text, about: message) == .incomplete)
        await worker.shutDown()
    }

    @Test func `a mistake is told, and the prompt goes on`() async throws {
        _ = try await worker.load("lua", source: "", now: Stage.noon).get()
        for (text, kind, why) in [
            ("1 1", ScriptFailure.Kind.compile, "lua:1: "), ("error('x')", .error, "lua:1: x"),
            ("nonsense", .error, "lua:1: unknown global \"nonsense\""),
        ] {
            guard case .failed(let failure, _) = await type(text, about: message) else {
                Issue.record("\(text)")
                continue
            }
            #expect(failure.kind == kind && failure.message.hasPrefix(why), "\(failure)")
        }
        #expect(await values("1") == ["1"])
        // Outside a message some functions have no meaning.
        guard case .failed(let failure, _) = await type("keeper.tag('x')", about: nil) else {
            Issue.record("it had a meaning")
            return
        }
        #expect(failure.message.contains("works only in on_message"))
        await worker.shutDown()
    }

    @Test func `an endless loop is stopped`() async throws {
        _ = try await worker.load("lua", source: "", now: Stage.noon).get()
        guard case .failed(let failure, _) = await type("while true do end", about: nil) else {
            Issue.record("it ended")
            return
        }
        #expect(failure.kind == .softLimit)
        await worker.shutDown()
    }
}
