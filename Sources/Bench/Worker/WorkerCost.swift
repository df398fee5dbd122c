import Lines
import Scripting
import Transport

/// The cost of a script worker: starting a process until it is ready, and one run in an existing
/// process.
struct WorkerCost: Sendable {
    private static let starts = 20
    private static let runs = 1000

    let paths: BenchPaths
    let world: World

    func measure() async throws -> Table {
        var table = Table("script worker", "median us", "p95 us", "max us")
        var starts = Sample()
        for _ in 0..<Self.starts {
            let worker = ScriptWorker(executable: paths.binary)
            let begun = world.uptime()
            let result = await worker.evaluate(configuration: "answer = 42", name: "empty.lua")
            starts.add(Double((world.uptime() - begun).microseconds))
            await worker.shutDown()
            if case .failure(let failure) = result { throw failure }
        }
        table.add("spawned, shut in, first answer", cells(starts))
        table.add("one message, handler of one line", cells(try await roundTrips()))
        return table
    }

    private func roundTrips() async throws -> Sample {
        let worker = ScriptWorker(executable: paths.binary)
        let source = "function on_message(message) keeper.tag(message.sender) end"
        let loaded = await worker.load("10-tag.lua", source: source, now: world.now())
        if case .failure(let failure) = loaded { throw failure }
        let call = HandlerCall(
            .onMessage, [["sender": "WhatsApp", "text": "482910 is your verification code."]])
        var times = Sample()
        for _ in 0..<Self.runs {
            let begun = world.uptime()
            let report = await worker.run("10-tag.lua", call, now: world.now()) { _ in
                .success(.null)
            }
            times.add(Double((world.uptime() - begun).microseconds))
            if let failure = report.failure { throw failure }
        }
        await worker.shutDown()
        return times
    }

    private func cells(_ sample: Sample) -> [String] {
        [sample.median.short, sample.percentile(95).short, sample.most.short]
    }
}
