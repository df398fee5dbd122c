import Channels
import Configuring
import Keeping
import Randomness
import Testing
import TestSupport

@testable import Scripting

/// `config.lua` through the real reader: the worker's process, its limits and its end.
@Suite("config.lua", .timeLimit(.minutes(20))) struct ConfigurationFileTests {
    private static func outcome(
        of source: String, _ worker: ScriptWorker
    ) async -> Result<Configuration, ConfigurationError> {
        do {
            let document = try await ConfigurationReader(
                worker: worker, channelKinds: ChannelKinds.names
            ).read(source)
            return Result { () throws(ConfigurationError) in
                try ConfigurationText.decode(document)
            }
        } catch {
            return .failure(ConfigurationError(error.description))
        }
    }

    private static var worker: ScriptWorker {
        var limits = ScriptLimits()
        limits.hard = .seconds(5)
        return ScriptWorker(executable: BuiltProgram.path, limits: limits)
    }

    @Test func `whatever is in it, it is a configuration or a sentence with a line`()
        async throws
    {
        let worker = Self.worker
        let corpus = Target.configuration.corpus
        for index in 0..<(FuzzSettings.current.inputs ?? 250) {
            var random = SeededRandom(
                seed: FuzzSettings.current.seed, target: "config.lua", index: index)
            let input = Target.configuration.input(corpus, &random)
            guard let source = String(validating: input, as: UTF8.self) else { continue }
            let began = ContinuousClock.now
            let outcome = await Self.outcome(of: source, worker)
            #expect(ContinuousClock.now - began < .seconds(240), "\(source)")
            if case .failure(let error) = outcome {
                let complaint = ConfigurationText.complaint(of: error)
                #expect(complaint == nil, "\(source)")
            }
        }
        await worker.shutDown()
    }

    @Test(arguments: [
        "while true do end", "local function f() return f() end f()",
        "local t = {} while true do t[#t + 1] = ('x'):rep(1000) end", "error()", "error({})",
        "error(setmetatable({}, { __tostring = function() error('x') end }))",
        "x = ('a'):rep(2e6)", "x = {} for i = 1, 1e6 do x[i] = i end",
        "local t = {} for i = 1, 300 do t = { t } end x = t", "accounts = 7", "accounts = { 7 }",
        "return", "coroutine.yield()", "x = 0/0", "x = 1e400", "x = { [1.5] = 1 }",
        "('x'):find(('x-'):rep(40) .. 'y')",
        "local s = ('x'):rep(3e4) s:find(('x-'):rep(9) .. 'y')",
    ])
    func `what no person would write ends in a sentence`(_ source: String) async {
        let worker = Self.worker
        let began = ContinuousClock.now
        let outcome = await Self.outcome(of: source, worker)
        #expect(ContinuousClock.now - began < .seconds(240))
        if case .failure(let error) = outcome {
            #expect(ConfigurationText.complaint(of: error) == nil)
        }
        await worker.shutDown()
    }

    @Test(arguments: [40_000, 400_000]) func `a very long one is read, or refused, in a moment`(
        _ count: Int
    ) async {
        let worker = Self.worker
        let deep = String(repeating: "{", count: 40)
        let source =
            "x = " + deep + String(repeating: "false,", count: count)
            + String(repeating: "}", count: 40)
        let before = ProcessMemory.now().resident
        guard case .failure(let error) = await Self.outcome(of: source, worker) else {
            Issue.record("x is no key of the configuration")
            return
        }
        #expect(ConfigurationText.complaint(of: error) == nil, "\(error)")
        #expect(ProcessMemory.now().resident - before < 200 << 20)
        await worker.shutDown()
    }
}
