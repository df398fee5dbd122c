import Foundation
import Lines
import Randomness
import Testing
import TestSupport
import Transport

@testable import Scripting

/// The worker's process and its supervisor, each with a stranger at the other end of the socket.
@Suite("The worker", .serialized, .blocking, .timeLimit(.minutes(20))) struct WorkerProcessTests {
    private func random(_ name: String, _ index: Int) -> SeededRandom {
        SeededRandom(seed: FuzzSettings.current.seed, target: name, index: index)
    }

    @Test func `a supervisor that is told anything tells a failure, or that it is done`()
        async throws
    {
        let fakeWorker = try FakeWorker()
        let corpus = Target.wire.corpus
        for index in 0..<(FuzzSettings.current.inputs ?? 50) {
            var random = random("impostor", index)
            var bytes = Frame(.ready, []).bytes ?? []
            for _ in 0...random.roll(3) { bytes += Target.wire.input(corpus, &random) }
            if random.oneIn(10) {
                bytes = ByteMutator(scraps: []).spoiled(bytes, &random)
            }
            try fakeWorker.says(bytes)
            var limits = ScriptLimits()
            limits.hard = .milliseconds(300)
            let worker = ScriptWorker(executable: fakeWorker.program, limits: limits)
            let began = ContinuousClock.now
            let loaded = await worker.load("10-test.lua", source: "", now: noon)
            let report = await worker.run("10-test.lua", call, now: noon) { _ in
                .success([["id": 7]])
            }
            await worker.shutDown()
            let took = ContinuousClock.now - began
            #expect(took < .seconds(240), "\(FuzzInput.escaped(bytes))")
            if case .failure(let failure) = loaded { #expect(!failure.description.isEmpty) }
            if report.failure != nil { #expect(report.decisions.isEmpty) }
        }
    }

    @Test func `a worker that is asked anything answers or leaves, and never crashes`()
        async throws
    {
        let corpus = Target.requests.corpus
        for index in 0..<(FuzzSettings.current.inputs ?? 80) {
            var random = random("requests", index)
            let child = try ChildProcess(executable: BuiltProgram.path)
            let deadline = MachineTime.now() + .seconds(120)
            guard case .frame(let ready) = child.receive(until: deadline), ready.verb == .ready
            else {
                Issue.record("no worker: \(child.end())")
                return
            }
            var sent = Frame(.limits, WireWriter.encode(ScriptLimits().wire)).bytes ?? []
            if random.oneIn(10) { sent = ByteMutator(scraps: []).spoiled(sent, &random) }
            var asked = 0
            for _ in 0...random.roll(6) {
                let body = Target.requests.input(corpus, &random)
                guard let frame = Frame(body: body) else { continue }
                sent += frame.bytes ?? []
                asked += 1
            }
            if random.oneIn(10) { sent += [0xFF, 0xFF, 0xFF, 0x7F, 1] }
            _ = child.send(sent, until: deadline)
            let end = converse(with: child, atMost: asked, until: MachineTime.now() + .seconds(2))
            let isOrderly = ["it was killed", "it left with code 0", "it left with code 1"]
                .contains(end)
            #expect(isOrderly, "\(end) after \(FuzzInput.escaped(sent))")
        }
    }

    /// Reads answers, answers questions, and returns how the process ended; it is killed at the
    /// end.
    private func converse(
        with child: ChildProcess, atMost asked: Int, until deadline: Duration
    ) -> String {
        var answered = 0
        while answered < asked, case .frame(let frame) = child.receive(until: deadline) {
            if frame.verb == .query {
                _ = child.send(Frame(.answer, [7, 0, 0, 0, 0]).bytes ?? [], until: deadline)
            } else {
                answered += 1
            }
        }
        return child.end().description
    }

    private let noon = Instant(milliseconds: 1_769_947_200_000)
    private let call = HandlerCall(.onMessage, [["id": 1, "sender": "MYBANK", "text": "hello"]])
}

/// A program that sends given bytes on the worker's socket, and then nothing.
final class FakeWorker {
    let program: String
    private let folder: TestFolder

    init() throws {
        folder = try TestFolder("impostor")
        program = folder.path + "/impostor"
        try folder.write("impostor", "#!/bin/sh\n/bin/cat \(folder.path)/bytes >&3\n/bin/sleep 1\n")
        chmod(program, 0o700)
    }

    func says(_ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/bytes"))
    }
}
