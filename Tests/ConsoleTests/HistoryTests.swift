import Foundation
import Testing
import TestSupport

@testable import Console

@Suite struct HistoryTests {
    private func withFile(_ body: (String) throws -> Void) throws {
        try withFolder("console") { try body($0 + "/history") }
    }

    @Test func `lines come back once each, the latest last, readable by nobody else`() throws {
        try withFile { file in
            var history = History(file: file)
            for line in ["lines", "inbox ", " secret", "", "lines", "lines"] { history.add(line) }
            #expect(history.lines == ["inbox", "lines"])
            #expect(History(file: file).lines == ["inbox", "lines"])
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }

    @Test func `two consoles do not undo each other's`() throws {
        try withFile { file in
            var one = History(file: file)
            var other = History(file: file)
            one.add("plan")
            other.add("spend")
            #expect(History(file: file).lines == ["plan", "spend"])
        }
    }

    @Test func `a file grown too long is put in order`() throws {
        try withFile { file in
            let lines = (0..<2500).map { "line \($0 % 1500)" }.joined(separator: "\n")
            try lines.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(History(file: file).lines.count == History.most)
            let kept = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
            #expect(kept.count == History.most)
            #expect(kept.last == "line 999")
        }
    }

    @Test func `without a file there is history all the same`() {
        var history = History(file: "/nonexistent/history")
        history.add("lines")
        #expect(history.lines == ["lines"])
    }
}
