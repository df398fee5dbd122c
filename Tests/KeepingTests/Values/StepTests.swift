@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// What holds of every step: all of a decision is written at once, memory follows the disk, and whoever
/// is concerned is told when it is over.
@Suite struct `A step` {
    @Test func `memory keeps what it knew when nothing can be written`() {
        let disk = PaperDisk()
        let line = Line.example(.rental)
        let refund = OpenAction.example(.refund, state: .running)
        var logic = KeeperLogic.example([line], [refund], on: disk)
        disk.edit { $0.trouble = .diskFull(path: "paper") }
        #expect(throws: StoreError.self) { try logic.recordOutcome(of: refund.id, .refunded()) }
        #expect(throws: StoreError.self) { try logic.observe(.unknownToProvider, on: 1) }
        #expect(throws: KeeperError.self) { try logic.label(1, "work") }
        #expect(logic.line(1) == line)
        #expect(logic.openAction(refund.id) == refund)
        #expect(logic.takeSignals().isEmpty)
        #expect(disk.content.transactions.isEmpty)
    }

    @Test func `an outcome is one transaction: action, money, line, events`() throws {
        let disk = PaperDisk()
        let line = Line.example(.rental) { $0.price = .dollars(9) }
        let refund = OpenAction.example(.refund, state: .running, origin: "console")
        var logic = KeeperLogic.example([line], [refund], on: disk)
        try logic.recordOutcome(of: refund.id, .refunded())
        #expect(
            disk.content.transactions == [
                [
                    "refund 7 done", "refund 9.00", "line 1 refunded", "event refunded",
                    "event action",
                ]
            ])
        #expect(logic.line(1)?.state == .refunded)
        #expect(logic.openAction(refund.id) == nil)
    }

    @Test func `who is to be woken or told is noted in order, and handed over once`() throws {
        var logic = KeeperLogic.example([.example(.rental)])
        _ = try logic.recordIntent(.refund, on: .example(.rental), origin: "console")
        let signals = logic.takeSignals()
        #expect(signals.contains { if case .lanes = $0 { true } else { false } })
        #expect(logic.takeSignals().isEmpty)
    }

    @Test func `a set clock moves what waits before anything is decided`() {
        let disk = PaperDisk()
        let refund = OpenAction.example(.refund)
        var logic = KeeperLogic.example([.example(.rental)], [refund], on: disk)
        logic.begin(at: Moment.noon.set(by: .hours(1)))
        #expect(logic.openAction(refund.id)?.dueAt == refund.dueAt + .hours(1))
        #expect(disk.content.transactions.first?.first?.hasPrefix("all that waits") == true)
        #expect(disk.content.events.map(\.kind) == ["clock"])
    }

    @Test func `a set clock that cannot be written is written when it can`() {
        let disk = PaperDisk()
        var logic = KeeperLogic.example([.example(.rental)], [.example(.refund)], on: disk)
        disk.edit { $0.trouble = .diskFull(path: "paper") }
        logic.begin(at: Moment.noon.set(by: .hours(1)))
        #expect(disk.content.transactions.isEmpty)
        disk.edit { $0.trouble = nil }
        logic.begin(at: Moment.noon.set(by: .hours(1)).later(.seconds(1)))
        #expect(disk.content.events.map(\.kind) == ["clock"])
        logic.begin(at: Moment.noon.set(by: .hours(1)).later(.seconds(2)))
        #expect(disk.content.events.count == 1, "once")
    }
}
