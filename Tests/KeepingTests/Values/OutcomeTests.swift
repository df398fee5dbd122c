@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// What follows from how a call ended.
@Suite struct `The outcome of an action` {
    private static let lost = ProviderError.transport(.answerLost(host: "x", reason: "reset"))

    private func after(
        _ outcome: ActionOutcome, of action: OpenAction, on line: Line = .example(.rental),
        _ disk: PaperDisk = PaperDisk(), _ change: (inout KeeperSettings) -> Void = { _ in }
    ) throws -> (logic: KeeperLogic, disk: PaperDisk) {
        var logic = KeeperLogic.example([line], [action], on: disk, change)
        try logic.recordOutcome(of: action.id, outcome)
        return (logic, disk)
    }

    @Test func `a lost answer of what moves money is a doubt, and of what does not is tried again`()
        throws
    {
        let refund = OpenAction.example(.refund, state: .running)
        let doubt = try after(.failed(Self.lost), of: refund).logic
        #expect(doubt.openAction(7)?.state == .doubt)
        #expect(doubt.openAction(7)?.details.doubtSince == noon)
        #expect(doubt.line(1)?.inDoubt == true)
        let wake = OpenAction.example(.wake, state: .running)
        let again = try after(.failed(Self.lost), of: wake).logic
        #expect(again.openAction(7)?.state == .pending)
        #expect(again.line(1)?.inDoubt == false)
    }

    @Test func `a purchase that was refused leaves no line`() throws {
        let line = Line.example(.rental, state: .ordering) { $0.providerID = nil }
        let rent = OpenAction.example(.rent, state: .running, origin: "console")
        let (logic, disk) = try after(.declined("No."), of: rent, on: line)
        #expect(logic.line(1) == nil)
        #expect(disk.content.transactions == [["rent 7 failed", "no line 1", "event action"]])
    }

    @Test func `a purchase books what it cost, and its line is held`() throws {
        let line = Line.example(.activation, state: .ordering) { $0.providerID = nil }
        let order = OpenAction.example(.order, state: .running, origin: "console")
        var purchase = Purchase(providerID: "NEW", number: "+14155550199")
        purchase.price = .dollars(2)
        let (logic, disk) = try after(.bought(purchase), of: order, on: line)
        #expect(logic.line(1)?.state == .waiting)
        #expect(logic.line(1)?.providerID == "NEW")
        #expect(disk.content.ledger.map(\.amount) == [.dollars(2)])
        #expect(disk.content.ledger.map(\.kind) == [.charge])
    }

    @Test func `an order that is tracked already is no second line`() throws {
        let known = Line.example(.activation, id: 2)
        let line = Line.example(.activation, state: .ordering) { $0.providerID = nil }
        let order = OpenAction.example(.order, state: .running, origin: "console")
        var logic = KeeperLogic.example([known, line], [order])
        try logic.recordOutcome(of: 7, .bought(Purchase(providerID: "ID2", number: "+14155550122")))
        #expect(logic.line(1) == nil)
        #expect(logic.line(2) == known)
    }

    @Test func `what the plan could not extend it may decide anew; what a person wanted ends`()
        throws
    {
        var plan = OpenAction.example(.extend, state: .running)
        let line = Line.example(.rental)
        let duty = Duty(.extend, line: 1, due: noon, reason: "")
        plan.key = try #require(AccountBook.planKey(duty, line))
        let postponed = try after(.declined("No money."), of: plan).logic
        #expect(postponed.openAction(7)?.state == .pending)
        #expect(postponed.openAction(7)?.dueAt == noon + .minutes(30))
        let person = OpenAction.example(.extend, state: .running, origin: "console")
        let ended = try after(.declined("No money."), of: person).logic
        #expect(ended.openAction(7) == nil)
    }

    @Test func `what was not ready is tried again unless a person waits for it`() throws {
        let plan = OpenAction.example(.refund, state: .running)
        #expect(try after(.unready("No look."), of: plan).logic.openAction(7)?.state == .pending)
        let person = OpenAction.example(.refund, state: .running, origin: "console")
        #expect(try after(.unready("No look."), of: person).logic.openAction(7) == nil)
    }

    @Test func `money that came back already is booked once`() throws {
        let line = Line.example(.activation, state: .refunded) { $0.price = .dollars(1) }
        let cancel = OpenAction.doubt(.cancel)
        let disk = PaperDisk()
        var logic = KeeperLogic.example([line], [cancel], on: disk)
        try logic.recordOutcome(of: 7, .cancelled(Cancellation(moneyReturned: true)))
        #expect(disk.content.ledger.isEmpty)
        #expect(logic.openAction(7) == nil)
    }

    @Test func `a provider is not believed that more came back than was paid`() throws {
        let disk = PaperDisk()
        disk.edit { sheet in
            sheet.ledger = [
                LedgerEntry(
                    at: noon, account: "pool", line: 1, action: 1, kind: .charge, what: "rent",
                    origin: "console", amount: .dollars(3))
            ]
        }
        let refund = OpenAction.example(.refund, state: .running, origin: "console")
        _ = try after(.refunded(.dollars(30)), of: refund, disk)
        #expect(disk.content.ledger.last?.amount == .dollars(3))
        #expect(disk.content.events.contains { $0.kind == "unreturned" })
    }

    @Test func `the end of an action is told to the script that decided it, and to nobody else`()
        throws
    {
        let own = OpenAction.example(.cancel, state: .running, origin: "10-cancel.lua")
        let line = Line.example(.activation)
        let told = try after(.cancelled(Cancellation(moneyReturned: false)), of: own, on: line)
        #expect(told.disk.content.events.last?.payload != nil)
        let person = OpenAction.example(.cancel, state: .running, origin: "console")
        let untold = try after(
            .cancelled(Cancellation(moneyReturned: false)), of: person, on: line)
        #expect(untold.disk.content.events.last?.payload == nil)
    }

    @Test func `what the plan did well needs no event of its own`() throws {
        let refund = OpenAction.example(.refund, state: .running)
        #expect(
            try after(.refunded(), of: refund).disk.content.events.map(\.kind) == ["refunded"])
    }

    @Test func `an outcome of what is over says nothing`() throws {
        let disk = PaperDisk()
        var logic = KeeperLogic.example([.example(.rental)], on: disk)
        try logic.recordOutcome(of: 7, .refunded())
        #expect(disk.content.transactions.isEmpty)
    }
}
