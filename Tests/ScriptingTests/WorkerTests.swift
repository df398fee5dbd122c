import Glibc
import Testing

@testable import Scripting

@Suite struct WorkerTests {
    private func file(_ path: String) throws -> String {
        let descriptor = open(path, O_RDONLY)
        try #require(descriptor >= 0, "\(path) cannot be read")
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    private func descriptors(of process: String) throws -> [String] {
        let folder = try #require(opendir("/proc/\(process)/fd"))
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    private func loaded(_ source: String, limits: ScriptLimits = Stage.strict) async throws
        -> ScriptWorker
    {
        let worker = Stage.worker(limits)
        _ = try await worker.load("10-test.lua", source: source, now: Stage.noon).get()
        return worker
    }

    private func run(
        _ worker: ScriptWorker, _ text: String = "hello",
        answering: @escaping ScriptAnswering = Stage.nobody
    ) async -> RunReport {
        await worker.run(
            "10-test.lua", Stage.message(text), now: Stage.noon, answering: answering)
    }

    @Test func `the worker is shut in`() async throws {
        // Left open on purpose, as a library might do: it must not reach the worker.
        let leaked = open("/dev/null", O_RDONLY)
        defer { close(leaked) }
        let worker = try await loaded("function on_message() end")
        let process = try #require(await worker.processID)
        let status = try file("/proc/\(process)/status")
        #expect(status.contains("Seccomp:\t2\n"))
        #expect(status.contains("NoNewPrivs:\t1\n"))
        #expect(status.contains("Threads:\t1\n"))
        // Only root can still inspect it.
        if geteuid() == 0 {
            #expect(try descriptors(of: "\(process)") == ["3"])
            #expect(!(try file("/proc/\(process)/environ").contains("PATH=/")))
        }
        #expect(try file("/proc/\(process)/limits").contains("Max core file size        0"))
        let bounded = try file("/proc/\(process)/limits").split(separator: "\n")
            .first { $0.hasPrefix("Max address space") }
        #expect(bounded?.contains("unlimited") == false)
    }

    @Test func `a worker that is killed loses only its run, and remembers`() async throws {
        let worker = try await loaded(
            """
            function on_message(message)
              keeper.remember("seen", (keeper.recall("seen") or 0) + 1)
              if message.text == "hang" then \(Hostile.unstoppable) end
              keeper.tag(tostring(keeper.recall("seen")))
            end
            """)
        #expect(await run(worker).decisions == [.tag(["1"])])
        let first = await worker.processID
        #expect(await run(worker, "hang").failure?.kind == .hardLimit)
        #expect(await run(worker).decisions == [.tag(["2"])])
        #expect(await worker.processID != first)
    }

    @Test func `a run under which the worker stands still is made once more`() async throws {
        // It is waited for three times as long as this.
        var limits = Stage.strict
        limits.hard = .seconds(2)
        let worker = try await loaded(
            "function on_message() keeper.tag(#keeper.lines() == 0 and 'none' or 'some') end",
            limits: limits)
        let process = try #require(await worker.processID)
        let report = await run(worker) { _ in
            kill(process, SIGSTOP)
            return .success([])
        }
        #expect(report.decisions == [.tag(["none"])])
        #expect(await worker.processID != process)
        // A worker that is stopped repeatedly is distinguished from one that never ends.
        let mortal = worker
        let stopped = await run(worker) { _ in
            if let process = await mortal.processID { kill(process, SIGSTOP) }
            return .success([])
        }
        #expect(stopped.failure?.kind == .stalled)
        #expect(await run(worker) { _ in .success([]) }.outcome == .completed)
    }

    @Test func `a run under which somebody kills the worker is made once more`() async throws {
        let worker = try await loaded(
            "function on_message() keeper.lines() keeper.remember('x', (keeper.recall('x') or 0) + 1) end"
        )
        let process = try #require(await worker.processID)
        let report = await run(worker) { _ in
            kill(process, SIGKILL)
            return .success([])
        }
        #expect(report.outcome == .completed)
        #expect(await worker.memory(of: "10-test.lua") == ["x": 1])
        // The same between two runs.
        kill(try #require(await worker.processID), SIGKILL)
        #expect(await run(worker).memoryChanges == ["x": 2])
        // A run whose worker is killed repeatedly is given up, and others continue.
        let mortal = worker
        let hunted = await run(worker) { _ in
            if let process = await mortal.processID { kill(process, SIGKILL) }
            return .success([])
        }
        #expect(hunted.failure?.kind == .killed)
        #expect(await run(worker).memoryChanges == ["x": 3])
    }

    @Test func `no process is left behind, and none is started after the end`() async throws {
        var processes: [Int32] = []
        for _ in 0..<5 {
            let worker = try await loaded("function on_message() while true do end end")
            processes.append(try #require(await worker.processID))
            await worker.shutDown()
            #expect(await run(worker).failure?.kind == .unavailable)
        }
        for process in processes { #expect(kill(process, 0) != 0) }
    }

    @Test func `runs take turns while one waits for an answer`() async throws {
        let worker = try await loaded(
            """
            function on_message(message)
              if message.text == "ask" then keeper.lines() end
              keeper.tag(message.text)
            end
            """)
        await withTaskGroup(of: RunReport.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    await run(worker, "ask") { _ in
                        await Task.yield()
                        return .success([])
                    }
                }
                group.addTask { await run(worker, "plain") }
            }
            var tags: [Decision] = []
            for await report in group {
                #expect(report.failure == nil)
                tags += report.decisions
            }
            #expect(tags.filter { $0 == .tag(["ask"]) }.count == 8)
            #expect(tags.filter { $0 == .tag(["plain"]) }.count == 8)
        }
    }

    @Test func `a program that cannot be a worker is an unavailable worker, and not tried at once`()
        async
    {
        for program in ["/bin/false", "/nowhere/linekeeper"] {
            let worker = ScriptWorker(executable: program)
            let first = await worker.load("a.lua", source: "", now: Stage.noon)
            guard case .failure(let failure) = first else {
                Issue.record("\(program) became a worker")
                continue
            }
            #expect(failure.kind == .unavailable)
            // Each failure doubles the pause, so that even on the slowest machine some try comes
            // too soon.
            var wasRefused = false
            for _ in 0..<12 where !wasRefused {
                let again = await worker.load("a.lua", source: "", now: Stage.noon)
                wasRefused = "\(again)".contains("too often")
            }
            #expect(wasRefused)
        }
    }

    @Test func `hostile message text reaches the script and comes back as it was`() async throws {
        let worker = try await loaded(
            "function on_message(message) keeper.forward('phone', { text = message.text }) end")
        for text in ["\u{1b}]0;owned\u{7}\r\n\0end", "%s%n %d", "]]--\"'\\", "🦊é\u{202e}"] {
            let report = await run(worker, text)
            // A NUL is replaced by its symbol, because it would cut off the text for readers
            // written in C.
            let shown = text.replacing("\0", with: "\u{2400}")
            #expect(
                report.decisions == [
                    .forward(
                        ForwardRequest(channel: "phone", text: shown, handle: "run-phone-0"))
                ])
        }
        // A character cut in half is repaired, neither lost nor passed on.
        let cutting = try await loaded(
            "function on_message(message) keeper.forward('phone', message.text:sub(1, 2)) end")
        #expect(
            await run(cutting, "aé").decisions
                == [
                    .forward(
                        ForwardRequest(
                            channel: "phone", text: "a\u{fffd}", handle: "run-phone-0"))
                ])
    }

    @Test func `a full log says so and does not fail the run`() async throws {
        var limits = Stage.strict
        limits.log = 1000
        let worker = try await loaded(
            "function on_message() for i = 1, 500 do print('line', i) end keeper.tag('done') end",
            limits: limits)
        let report = await run(worker)
        #expect(report.decisions == [.tag(["done"])])
        #expect(report.log.first == "line\t1")
        #expect(report.log.last?.contains("log is full") == true)
        #expect(report.log.joined(separator: "\n").utf8.count < 1200)
    }

    @Test func `a failure tells the line, and who called whom`() async throws {
        let worker = try await loaded(
            """
            local function inner(message) return message.line.nothing.here end
            function on_message(message)
              print("before")
              keeper.tag("lost")
              inner(message)
            end
            """)
        let report = await run(worker)
        let failure = try #require(report.failure)
        #expect(failure.message.hasPrefix("10-test.lua:1: attempt to index a nil value"))
        #expect(failure.traceback.contains("10-test.lua:5: in function 'on_message'"))
        #expect(!failure.traceback.contains("[keeper]"))
        #expect(report.log == ["before"])
        #expect(report.decisions.isEmpty)
    }
}
