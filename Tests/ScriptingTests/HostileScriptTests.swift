import Testing
import TestSupport

@testable import Scripting

/// A malicious script, and the ways its run may end. An empty set means that it may also succeed;
/// it must never affect the next message.
struct Hostile: CustomTestStringConvertible, Sendable {
    var name: String
    var body: String
    var ends: Set<ScriptFailure.Kind>

    init(_ name: String, _ ends: Set<ScriptFailure.Kind>, _ body: String) {
        self.name = name
        self.ends = ends
        self.body = body
    }

    var testDescription: String { name }

    /// Attacks on one message, and tags all others.
    var source: String {
        """
        function on_message(message)
        if message.text ~= "attack" then keeper.tag("fine") return end
        \(body)
        end
        function on_timer() end
        """
    }
}

@Suite struct HostileScriptTests {
    /// Few at a time: the limits are in the machine's time, and the innocent must not starve.
    private static let concurrencyLimit = ConcurrencyLimit(4)

    @Test func `there are attacks of every kind`() {
        #expect(Hostile.all.count > 100)
        #expect(Set(Hostile.all.map(\.name)).count == Hostile.all.count)
    }

    @Test(arguments: Hostile.all)
    func `whatever a script does, the next message is handled`(_ hostile: Hostile) async throws {
        try await Self.concurrencyLimit.passing { try await attack(hostile) }
    }

    private func attack(_ hostile: Hostile) async throws {
        let worker = Stage.worker(Stage.strict)
        let name = "10-hostile.lua"
        _ = try await worker.load(name, source: hostile.source, now: Stage.noon).get()
        _ = try await worker.load(
            "20-neighbour.lua", source: "function on_message() keeper.tag('untouched') end",
            now: Stage.noon
        ).get()

        let attack = await worker.run(
            name, Stage.message("attack"), now: Stage.noon, answering: Stage.nobody)
        if let failure = attack.failure {
            #expect(hostile.ends.contains(failure.kind), "\(failure.kind): \(failure)")
            #expect(attack.decisions.isEmpty)
            // What does not fit is found when no line runs any more, and a script that says itself
            // that there is no memory is not at a limit.
            let isPlaceless =
                failure.message.contains("does not fit")
                || hostile.name == "an error that names no memory"
            if failure.kind == .error || isPlaceless {
                #expect(failure.message.hasPrefix("10-hostile.lua:"), "\(failure.message)")
            } else {
                // A limit that names no line leaves its author to guess.
                #expect(
                    failure.message.prefixMatch(of: #/10-hostile\.lua:\d+: /#) != nil,
                    "\(failure.message)")
            }
        } else {
            #expect(hostile.ends.isEmpty, "it came to an end")
        }

        let neighbour = await worker.run(
            "20-neighbour.lua", Stage.message("hello"), now: Stage.noon, answering: Stage.nobody)
        #expect(neighbour.decisions == [.tag(["untouched"])], "\(neighbour.outcome)")
        let next = await worker.run(
            name, Stage.message("hello"), now: Stage.noon, answering: Stage.nobody)
        #expect(next.decisions == [.tag(["fine"])], "\(next.outcome)")
        await worker.shutDown()
    }
}
