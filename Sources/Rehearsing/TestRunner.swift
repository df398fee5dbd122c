import Lines
package import Scripting
package import Transport

/// Runs files of tests, one test after the other, and says how each went.
package struct TestRunner: Sendable {
    /// A file of tests, and the scripts it is about.
    package struct File: Sendable {
        /// As it is shown, such as `tests/20-bank.lua`.
        package var name: String
        package var source: String
        /// Every script of the folder, in the order in which they run.
        package var scripts: [Rehearsal.Script]

        package init(name: String, source: String, scripts: [Rehearsal.Script]) {
            self.name = name
            self.source = source
            self.scripts = scripts
        }
    }

    private let executable: String
    private let countsLines: Bool
    private let world: World

    /// - Parameter countsLines: whether to find the lines that no test runs.
    package init(
        executable: String = "/proc/self/exe", countsLines: Bool = false, world: World
    ) {
        self.executable = executable
        self.countsLines = countsLines
        self.world = world
    }

    /// - Parameter each: called with each result as soon as it is there.
    package func run(
        _ files: [File], each: (TestOutcome) async -> Void
    ) async -> TestSummary {
        var summary = TestSummary()
        for file in files where !Task.isCancelled {
            let scripts = scriptWorker()
            let tests = testWorker()
            let stage = TestStage(worker: scripts, folder: file.scripts)
            for await outcome in outcomes(of: file, tests, stage) {
                summary.add(outcome)
                await each(outcome)
            }
            if countsLines {
                for script in file.scripts where summary.coverage[script.name] == nil {
                    let lines = await tests.linesWithCode(in: script.source)
                    summary.coverage[script.name] = Coverage(lines: Set(lines))
                }
                for (script, counts) in await stage.lineCounts {
                    summary.coverage[script]?.ran.formUnion(counts.keys)
                }
            }
            await scripts.shutDown()
            await tests.shutDown()
        }
        return summary
    }

    private func outcomes(
        of file: File, _ worker: ScriptWorker, _ stage: TestStage
    ) -> AsyncStream<TestOutcome> {
        AsyncStream { continuation in
            let task = Task {
                defer { continuation.finish() }
                switch await worker.loadTests(file.name, source: file.source) {
                case .failure(let failure):
                    continuation.yield(
                        TestOutcome(file: file.name, name: "load", place: file.name, failure))
                case .success(let tests):
                    if tests.isEmpty {
                        let failure = ScriptFailure(
                            script: file.name, kind: .error,
                            message: "\(file.name): it holds no test(\"name\", function(t) ... end)"
                        )
                        continuation.yield(
                            TestOutcome(file: file.name, name: "load", place: file.name, failure))
                    }
                    for (index, test) in tests.enumerated() where !Task.isCancelled {
                        let began = world.uptime()
                        let result = await worker.runTest(index, of: file.name) {
                            await stage.answer($0)
                        }
                        var outcome = TestOutcome(
                            file: file.name, name: test.name, place: test.place, result.failure)
                        outcome.log = result.log
                        outcome.duration = world.uptime() - began
                        continuation.yield(outcome)
                    }
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Scripts have the limits they have in a manager.
    private func scriptWorker() -> ScriptWorker {
        let limits = ScriptLimits()
        return ScriptWorker(
            executable: executable, limits: countsLines ? limits.countingLines : limits)
    }

    /// A test may take longer than a script, and its steps longer still.
    private func testWorker() -> ScriptWorker {
        var limits = ScriptLimits()
        limits.soft = .seconds(5)
        limits.hard = .seconds(15)
        limits.asking = .seconds(120)
        limits.source = 1 << 19
        limits.memory = 64 << 20
        return ScriptWorker(executable: executable, limits: limits)
    }
}

/// How one test went.
package struct TestOutcome: Equatable, Sendable {
    package var file: String
    package var name: String
    /// `file:line` of the test.
    package var place: String
    package var failure: ScriptFailure?
    package var log: [String] = []
    package var duration = Duration.zero

    init(file: String, name: String, place: String, _ failure: ScriptFailure?) {
        self.file = file
        self.name = name
        self.place = place
        self.failure = failure
    }
}

/// How all tests went.
package struct TestSummary: Equatable, Sendable {
    package private(set) var outcomes: [TestOutcome] = []
    /// By script, if lines were counted.
    package var coverage: [String: Coverage] = [:]

    package var failures: Int { outcomes.count { $0.failure != nil } }

    mutating func add(_ outcome: TestOutcome) { outcomes.append(outcome) }
}
