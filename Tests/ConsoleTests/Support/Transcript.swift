import Control
import Foundation
import Lines

@testable import Console

/// A conversation with the console as a text file: what is typed, and exactly what comes of it.
///
/// ```
/// # a comment
/// % width 60             the terminal: width N, pipe, styled, clipboard, nobody
/// @ order/quote {...}    the manager's answer from now on; "! KIND SENTENCE" for a failure
/// @ order once {...}     its answer to one request, before that
/// < y                    the answer to the next question
/// > order wa GB          a command; below it what came of it:
/// ~ order/quote {...}    what the manager was asked
/// ? Buy it? [y/N] y      a question and its answer
///   text                 what was written for programs and people
/// ! text                 what was written for people alone
/// © text                 what was put in the clipboard
/// = 1                    the exit code, when it is not 0
/// ```
struct Transcript {
    let file: URL

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Transcripts")
    static let answers = folder.deletingLastPathComponent().appending(path: "Manager")
    /// 2026-02-01T12:00:00Z
    static let clock = ClockFormat(now: { Instant(unixSeconds: 1_769_947_200) })

    static var all: [Transcript] {
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == "txt" }
            .sorted { $0.path < $1.path }.map(Transcript.init)
    }

    /// The text of the file, and the text it should have.
    func replay() async throws -> (expected: String, actual: String) {
        let expected = try String(contentsOf: file, encoding: .utf8)
        let manager = FakeManager(folder: Transcript.answers)
        let terminal = ScriptedTerminal(width: 80)
        let console = Console(
            link: manager, terminal: terminal, clock: Transcript.clock,
            folder: WorkingFolder(path: "/here"))
        var actual: [String] = []
        var answers: [String]? = []
        for line in expected.split(separator: "\n", omittingEmptySubsequences: false) {
            guard let mark = line.first, "#%@<>".contains(mark) else { continue }
            // A new paragraph begins after the output of a command.
            if let last = actual.last, let first = last.first, !"#%@<".contains(first) {
                actual.append("")
            }
            actual.append(String(line))
            let rest = String(line.dropFirst(2))
            switch mark {
            case "%": set(rest, terminal, &answers)
            case "@": prepare(rest, manager)
            case "<": answers?.append(rest)
            case ">":
                terminal.prepare(answers: answers)
                actual += await outcome(of: rest, console, terminal, manager)
                if answers != nil { answers = [] }
            default: break
            }
        }
        return (expected, actual.joined(separator: "\n") + "\n")
    }

    private func outcome(
        of line: String, _ console: Console, _ terminal: ScriptedTerminal,
        _ manager: FakeManager
    ) async -> [String] {
        let session = console.session()
        let verdict = await console.run(line: line, in: session)
        var outcome = manager.takeAsked().map { "~ \($0)" } + terminal.takeWritten()
        if case .ended(let code) = verdict, code != 0 { outcome.append("= \(code)") }
        return outcome
    }

    private func set(_ setting: String, _ terminal: ScriptedTerminal, _ answers: inout [String]?) {
        let words = setting.split(separator: " ")
        switch words.first {
        case "width": terminal.width = words.last.flatMap { Int($0) }
        case "pipe": terminal.width = nil
        case "styled": terminal.isStyled = true
        case "clipboard": terminal.hasClipboard = true
        case "nobody": answers = nil
        default: preconditionFailure("no setting is called \(setting)")
        }
    }

    private func prepare(_ answer: String, _ manager: FakeManager) {
        let parts = answer.split(separator: " ", maxSplits: 1).map(String.init)
        let isOnce = parts[1].hasPrefix("once ")
        let rest = isOnce ? String(parts[1].dropFirst("once ".count)) : parts[1]
        guard rest.hasPrefix("! ") else {
            guard isOnce else { return manager.answer(parts[0], with: rest) }
            return manager.answer(parts[0], once: .success(rest))
        }
        let words = rest.split(separator: " ", maxSplits: 2).map(String.init)
        guard let kind = ControlFailure.Kind(rawValue: words[1]) else {
            preconditionFailure("no failure is called \(words[1])")
        }
        let failure = ControlFailure(kind, words[2])
        guard isOnce else { return manager.fail(parts[0], with: failure) }
        manager.answer(parts[0], once: .failure(failure))
    }
}
