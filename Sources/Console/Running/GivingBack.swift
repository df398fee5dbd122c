import Control
import Lines

/// Waits for the code of a number that is given back without one.
///
/// A provider may accept the cancel only some minutes after the purchase. The manager makes it then,
/// and drops it if a message has come, so a late code wins.
struct GivingBack: Sendable {
    let session: Session
    let line: Int64

    /// How often a cancel that waits is looked at. A hold lasts minutes at most.
    private static let mostLooks = 60
    /// How long a cancel may take once it is due.
    private static let slack: Int64 = 10

    /// The code came at the moment at which it was given up.
    private struct LateCode: Error {
        let code: CodeRecord
    }

    /// The code; nil once the number is cancelled and its money is back.
    func code(within seconds: Int) async throws -> CodeRecord? {
        do {
            return try await codeOrMoney(within: seconds)
        } catch let late as LateCode {
            return late.code
        }
    }

    private func codeOrMoney(within seconds: Int) async throws -> CodeRecord? {
        if let code = try await awaited(seconds) { return code }
        guard try await isWaiting() else { return nil }
        let cancel = ActOnLine(kind: "cancel", line: String(line))
        let outcome = try await session.ask(cancel)
        switch outcome.state {
        case "done":
            guard try await isWaiting() else { return nil }
            throw ControlFailure(
                .failed, "Line \(line) was cancelled, but still waits. Nothing more was bought.")
        case "pending":
            await session.terminal.remark("\(session.clock.spoken(outcome.message))")
            return try await codeUntilCancelled(due: outcome.dueAt?.instant)
        case "doubt": throw ControlFailure(.doubt, outcome.message)
        default:
            // It may have been refused because the code has come.
            if let code = try await awaited(0) { return code }
            throw ControlFailure(.failed, outcome.message)
        }
    }

    private func codeUntilCancelled(due: Instant?) async throws -> CodeRecord? {
        var due = due
        for _ in 0..<Self.mostLooks {
            let rest = due.map { ($0 - session.clock.now()).wholeSeconds } ?? 0
            let wait = max(0, min(rest, 600)) + Self.slack
            if let code = try await awaited(Int(wait)) { return code }
            guard try await isWaiting() else { return nil }
            due = nil
        }
        throw ControlFailure(
            .failed,
            "The cancel of line \(line) has not been accepted yet, so nothing more was bought. "
                + "See `actions --limit 5`.")
    }

    /// Nil if none came in that time, or none can come because the money is back. Any other failure
    /// is no reason to give the number back.
    private func awaited(_ seconds: Int) async throws -> CodeRecord? {
        do throws(ControlFailure) {
            return try await session.ask(AwaitCode(line: String(line), seconds: seconds))
        } catch {
            if error.kind == .noCode, !Task.isCancelled { return nil }
            guard error.kind == .failed, !Task.isCancelled, !(try await isWaiting()) else {
                throw error
            }
            return nil
        }
    }

    /// Whether the order still waits; false if the money is back.
    ///
    /// Anything else ends the tries: a message without a code, money that was kept, a doubt.
    private func isWaiting() async throws -> Bool {
        let record = try await session.ask(ShowLine(line: String(line))).line
        guard record.messageCount == 0 else {
            let latest = AwaitCode(line: String(line), seconds: 0)
            if let code = try? await session.ask(latest) { throw LateCode(code: code) }
            throw ControlFailure(
                .failed, "A message without a code came. See `inbox \(line)`.")
        }
        switch record.state {
        case "waiting": return true
        case "refunded": return false
        case "in_doubt":
            throw ControlFailure(
                .doubt, "It is unknown whether line \(line) was cancelled. See `doubts`.")
        case "cancelled":
            throw ControlFailure(
                .failed,
                "Line \(line) was cancelled and the provider kept the money. Nothing more was "
                    + "bought.")
        default:
            throw ControlFailure(
                .failed,
                "Line \(line) is \(record.state), and its money is not back. Nothing more was "
                    + "bought.")
        }
    }
}
