import Accounts
import Keeping
import Lines
import Running
import Storage

/// Troubles, and the trial of where they are told.
extension ControlHandler {
    func alerts(_ request: ListAlerts) async throws -> [AlertRecord] {
        let open = await keeper.openTroubles
        guard request.all else { return open.map(AlertRecord.init) }
        let keys = Set(open.map(\.trouble.key))
        let over = try keeper.store.troubles().filter { !keys.contains($0.trouble.key) }
        return (open + over).map(AlertRecord.init)
    }

    func test(_ request: TestAlert) async throws -> Done {
        var words: [String] = []
        var isTaken = true
        for action in try await commands.testAlert() {
            isTaken = isTaken && action.state == .done
            let end = action.state == .done ? "delivered. " : ""
            words.append("\(action.channel ?? ""): \(end)\(action.result ?? "It waits.")")
        }
        let report = words.joined(separator: " ")
        guard isTaken else { throw ControlFailure(.failed, report) }
        return Done(report)
    }
}

extension AlertRecord {
    init(_ entry: TroubleEntry) {
        let trouble = entry.trouble
        kind = trouble.kind.rawValue
        subject = trouble.subject.isEmpty ? nil : trouble.subjectInWords
        state = entry.endedAt == nil ? "open" : "over"
        since = Timestamp(entry.since)
        endedAt = Timestamp(entry.endedAt)
        isTold = entry.isTold
        returns = entry.returns
        text = trouble.text
        remedy = trouble.remedy
    }
}
