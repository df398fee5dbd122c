import Control
import Foundation
import Testing

@testable import Console

/// The conversation at the Lua prompt.
@Suite("The Lua prompt") struct LuaPromptTests {
    private func converse(
        _ inputs: [LineInput], with answers: [String] = [], _ command: String = "lua --message 12"
    ) async -> (asked: [String], written: [String], verdict: CommandRunner.Verdict) {
        let manager = FakeManager(folder: Transcript.answers)
        for answer in answers { manager.answer("lua/evaluate", once: .success(answer)) }
        let terminal = ScriptedTerminal(width: 80, inputs: inputs)
        let console = Console(link: manager, terminal: terminal, clock: Transcript.clock)
        let verdict = await console.run(line: command, in: console.session())
        return (manager.takeAsked(), terminal.takeWritten(), verdict)
    }

    private static let incomplete =
        #"{"is_incomplete":true,"values":[],"decisions":[],"log":[]}"#

    @Test func `shows what was printed, decided and evaluated, and closes at the end`() async {
        let (asked, written, verdict) = await converse([.line("message.code")])
        #expect(verdict == .ended(0))
        #expect(
            asked == [
                #"lua/open {"message":12}"#,
                #"lua/evaluate {"prompt":"p1","source":"message.code"}"#,
                #"lua/close {"prompt":"p1"}"#,
            ])
        #expect(
            written == [
                "! message 12  MYBANK: Your code is 123456", "  hello",
                "  would forward to phone; title \"A\"", "  \"123456\"",
            ])
    }

    @Test func `goes on until the text is finished, and Ctrl-C drops it`() async {
        let (asked, _, _) = await converse(
            [
                .line("if true then"), .line("n = 1"), .line("end"), .line("f("), .abandoned,
                .line(""), .line("exit"),
            ], with: [Self.incomplete, Self.incomplete])
        #expect(
            asked.filter { $0.hasPrefix("lua/evaluate") } == [
                #"lua/evaluate {"prompt":"p1","source":"if true then"}"#,
                #"lua/evaluate {"prompt":"p1","source":"if true then\nn = 1"}"#,
                #"lua/evaluate {"prompt":"p1","source":"if true then\nn = 1\nend"}"#,
                #"lua/evaluate {"prompt":"p1","source":"f("}"#,
            ])
        #expect(asked.last == #"lua/close {"prompt":"p1"}"#)
    }

    @Test func `text that is never finished is said to be lost`() async {
        let (_, written, _) = await converse([.line("f(")], with: [Self.incomplete])
        #expect(written.last == "! The last text was not finished.")
    }

    @Test func `closes also when the manager is gone`() async {
        let manager = FakeManager(folder: Transcript.answers)
        manager.fail("lua/evaluate", with: ControlFailure(.unreachable, "It is gone."))
        let terminal = ScriptedTerminal(width: 80, inputs: [.line("1")])
        let console = Console(link: manager, terminal: terminal, clock: Transcript.clock)
        #expect(await console.run(line: "lua", in: console.session()) == .ended(3))
        #expect(manager.takeAsked().last == #"lua/close {"prompt":"p1"}"#)
    }
}
