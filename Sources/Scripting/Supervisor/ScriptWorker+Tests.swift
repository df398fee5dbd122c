/// Files of tests in a worker of their own, and the outline of a script.
extension ScriptWorker {
    /// A test of a file.
    package struct Test: Equatable, Sendable {
        package var name: String
        /// `file:line`.
        package var place: String

        package init(name: String, place: String) {
            self.name = name
            self.place = place
        }
    }

    /// What a test led to: its log, and why it failed.
    package struct TestResult: Equatable, Sendable {
        package var log: [String]
        package var failure: ScriptFailure?
    }

    /// Loads a file of tests under its name, and lists them.
    package func loadTests(
        _ name: String, source: String
    ) async -> Result<[Test], ScriptFailure> {
        await inTurn {
            let value: ScriptValue = ["name": .string(name), "source": .string(source)]
            let conversation = await converse(request(.tests, name, value), answering: nil)
            return outcome(of: conversation, name).map { reply in
                (reply.value["tests"]?.items ?? []).map {
                    Test(name: $0["name"]?.text ?? "", place: $0["place"]?.text ?? "")
                }
            }
        }
    }

    /// Runs one test of a loaded file.
    ///
    /// - Parameters:
    ///   - index: its place in the list, from zero.
    ///   - answering: answers the steps of the test: `ScriptQuery.test`.
    package func runTest(
        _ index: Int, of name: String, answering: @escaping ScriptAnswering
    ) async -> TestResult {
        await inTurn {
            var writer = WireWriter()
            writer.append(.array([.string(name)]))
            writer.append(["index": .integer(Int64(index + 1))])
            let conversation = await converse(
                Frame(.run, writer.bytes), answering: answering)
            var log: [String] = []
            if case .reply(let reply) = conversation { log = logLines(reply.log) }
            switch outcome(of: conversation, name) {
            case .success: return TestResult(log: log, failure: nil)
            case .failure(let failure): return TestResult(log: log, failure: failure)
            }
        }
    }

    /// The lines of a script's text that hold code; none if it is not Lua.
    package func linesWithCode(in source: String) async -> [Int] {
        await inTurn {
            let conversation = await converse(
                request(.outline, "", .string(source)), answering: nil)
            guard case .reply(let reply) = conversation, reply.outcome == .done else { return [] }
            return reply.value.items?.compactMap { $0.whole.map { Int(clamping: $0) } } ?? []
        }
    }
}
