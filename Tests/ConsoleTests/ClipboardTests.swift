import Foundation
import Testing
import TestSupport

@testable import Console

/// The ways to a clipboard.
@Suite("The clipboard") struct ClipboardTests {
    private func clipboard(
        _ environment: [String: String], hasTerminal: Bool = true, isMac: Bool = false
    ) -> Clipboard {
        Clipboard(
            environment: ["TERM": "xterm-256color"].merging(environment) { $1 },
            hasTerminal: hasTerminal, isMac: isMac)
    }

    @Test func `is the terminal's, also over SSH`() {
        let sequence = "\u{1B}]52;c;NjA0MTE4\u{07}"
        #expect(clipboard([:]).sequence(for: "604118") == sequence)
        let remote = clipboard(["SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"])
        #expect(remote.sequence(for: "604118") == sequence && remote.programs.isEmpty)
    }

    @Test func `is reached through tmux in each way that may be allowed there`() {
        let inside = clipboard(["TMUX": "/tmp/tmux-1000/default,1,0"])
        #expect(
            inside.sequence(for: "604118")
                == "\u{1B}Ptmux;\u{1B}\u{1B}]52;c;NjA0MTE4\u{07}\u{1B}\\"
                + "\u{1B}]52;c;NjA0MTE4\u{07}")
        #expect(inside.programs == [["tmux", "load-buffer", "-w", "-"]])
    }

    @Test func `is none where nothing is a terminal`() {
        #expect(clipboard([:], hasTerminal: false).sequence(for: "1") == nil)
        #expect(clipboard(["TERM": "dumb"]).sequence(for: "1") == nil)
        #expect(clipboard(["TERM": ""]).sequence(for: "1") == nil)
    }

    @Test func `is the desktop's where there is one`() {
        #expect(clipboard(["WAYLAND_DISPLAY": "wayland-0"]).programs == [["wl-copy"]])
        #expect(
            clipboard(["DISPLAY": ":0", "WAYLAND_DISPLAY": ""]).programs
                == [["xclip", "-selection", "clipboard", "-in"]])
        #expect(clipboard([:], isMac: true).programs == [["pbcopy"]])
        #expect(clipboard(["SSH_TTY": "/dev/pts/1"], isMac: true).programs.isEmpty)
    }

    @Test func `gets nothing that acts when it is pasted`() {
        #expect(Clipboard.harmless("60\u{1B}[2J41\n18\u{202E}\r") == "60[2J4118")
        #expect(Clipboard.harmless(String(repeating: "1", count: 100_000)).count == 256)
    }

    @Test func `is given the text by a program, which is not waited for long`() async throws {
        let folder = try TestFolder()
        let file = folder.path + "/clip"
        let copy = ClipboardProgram(arguments: ["sh", "-c", "cat > '\(file)'"])
        #expect(await copy.take("604118"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "604118")
        #expect(await !ClipboardProgram(arguments: ["no-such-program-here"]).take("1"))
        #expect(await !ClipboardProgram(arguments: ["false"]).take("1"))
        let start = ContinuousClock.now
        #expect(await !ClipboardProgram(arguments: ["sleep", "600"]).take("1"))
        #expect(ContinuousClock.now - start < .seconds(300))
    }
}
