@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// What may be asked of a line, and what is written when it is.
@Suite struct `An intent` {
    @Test func `what is under way already is not begun twice`() throws {
        var logic = KeeperLogic.example(
            [.example(.rental)], [.example(.refund, state: .running)])
        #expect(throws: KeeperError.self) {
            try logic.recordIntent(.refund, on: .example(.rental), origin: "console")
        }
    }

    @Test func `a person's wish takes the place of the plan's, and gives its key back`() throws {
        let disk = PaperDisk()
        var logic = KeeperLogic.example([.example(.rental)], [.example(.refund)], on: disk)
        logic.track(1) { $0.note(decided: "key-7", Written()) }
        let wish = try logic.recordIntent(.refund, on: .example(.rental), origin: "console")
        #expect(logic.openAction(7) == nil)
        #expect(logic.openAction(wish.id)?.origin == "console")
        #expect(disk.content.actions[7]?.state == .dropped)
        #expect(disk.content.actions[7]?.key == "key-7-dropped-7")
        #expect(logic.tracked(1)?.decidedKeys.isEmpty == true)
        #expect(disk.content.transactions.count == 1)
    }

    @Test func `what is to be extended is not given back`() throws {
        let disk = PaperDisk()
        var logic = KeeperLogic.example([.example(.rental)], [.example(.refund)], on: disk)
        var details = ActionDetails()
        details.days = 7
        _ = try logic.recordIntent(.extend, on: .example(.rental), details, origin: "console")
        #expect(disk.content.actions[7]?.state == .dropped)
    }

    @Test func `a script's wish stands behind the plan's`() throws {
        var logic = KeeperLogic.example([.example(.rental)], [.example(.refund)])
        #expect(throws: KeeperError.self) {
            try logic.recordIntent(.refund, on: .example(.rental), origin: "10-own.lua")
        }
    }

    @Test func `what a provider does not offer is refused by name`() throws {
        let logic = KeeperLogic.example([.example(.rental)], without: [.extend])
        #expect {
            try logic.check(.extend, isPossibleFor: .example(.rental))
        } throws: { error in
            if case .notOffered(.extend, _)? = error as? KeeperError { true } else { false }
        }
    }

    @Test func `a line of an account that is not there takes no wish`() throws {
        let line = Line.example(.rental) { $0.account = "gone" }
        let logic = KeeperLogic.example([line])
        #expect(throws: KeeperError.self) { try logic.check(.refund, isPossibleFor: line) }
    }

    @Test func `waking a rental asks for it to listen, and waits for what comes`() throws {
        var logic = KeeperLogic.example([.example(.rental)])
        var details = ActionDetails()
        details.seconds = 600
        _ = try logic.recordIntent(.wake, on: .example(.rental), details, origin: "console")
        #expect(logic.line(1)?.listening.wantedUntil == noon + .seconds(600))
        #expect(logic.tracked(1)?.awaitedUntil == noon + .seconds(20))
    }

    @Test func `a purchase is its line and its action, in one transaction`() throws {
        let disk = PaperDisk()
        var logic = KeeperLogic.example(on: disk)
        var details = ActionDetails()
        details.account = "pool"
        let order = try logic.recordIntent(.order, on: "pool", details, origin: "console") { line in
            line.label = "bank"
        }
        #expect(disk.content.transactions == [["new line 1", "new order 100"]])
        #expect(logic.line(order.line)?.label == "bank")
        #expect(logic.line(order.line)?.state == .ordering)
    }

    @Test func `a price above the limit of the day is not paid`() throws {
        let disk = PaperDisk()
        disk.edit { $0.spent = .dollars(9) }
        var logic = KeeperLogic.example(on: disk) { $0.spendingPerDay = .dollars(10) }
        var details = ActionDetails()
        details.account = "pool"
        details.price = .dollars(2)
        #expect(throws: KeeperError.self) {
            try logic.recordIntent(.order, on: "pool", details, origin: "console") { _ in }
        }
        details.price = .dollars(1)
        _ = try logic.recordIntent(.order, on: "pool", details, origin: "console") { _ in }
        #expect(disk.content.transactions.count == 1)
    }

    @Test func `one number is had once more at a time`() throws {
        let over = Line.example(.activation, state: .expired)
        var under = ActionDetails()
        under.account = "pool"
        under.again = "ID1"
        var logic = KeeperLogic.example([over])
        _ = try logic.recordIntent(.order, on: "pool", under, origin: "console") { _ in }
        #expect(throws: KeeperError.self) {
            try logic.recordIntent(.order, on: "pool", under, origin: "console") { _ in }
        }
    }

    @Test func `what waits can be given up; what is under way or in doubt cannot`() throws {
        for (state, isPossible) in [
            (Action.State.pending, true), (.running, false), (.doubt, false),
        ] {
            var logic = KeeperLogic.example(
                [.example(.rental)], [.example(.refund, state: state, origin: "console")])
            let dropped = try? logic.drop(7)
            #expect((dropped != nil) == isPossible, "\(state)")
            #expect((logic.openAction(7) == nil) == isPossible)
        }
    }

    @Test func `a price asked for later is agreed to when it is within what was allowed`() throws {
        let resend = OpenAction.example(.resend, state: .running, origin: "console") {
            $0.maxPrice = .dollars(1)
        }
        var logic = KeeperLogic.example([.example(.activation)], [resend])
        try logic.approvePrice(ofResend: 7, .dollars(1))
        #expect(logic.openAction(7)?.details.price == .dollars(1))
        #expect(throws: KeeperError.self) { try logic.approvePrice(ofResend: 7, .dollars(2)) }
        try logic.approvePrice(ofResend: 7, .dollars(0))
    }

    @Test func `what costs an unknown amount is paid for only where a person wanted it`() throws {
        let own = OpenAction.example(.extend, state: .running, origin: "10-own.lua")
        var logic = KeeperLogic.example([.example(.rental)], [own])
        #expect(throws: KeeperError.self) { try logic.approvePrice(of: 7, nil) }
        let person = OpenAction.example(.extend, state: .running, origin: "console")
        logic = KeeperLogic.example([.example(.rental)], [person])
        try logic.approvePrice(of: 7, nil)
    }

    @Test func `two lines are never called the same`() throws {
        let other = Line.example(.rental, id: 2) { $0.label = "work" }
        var logic = KeeperLogic.example([.example(.rental), other])
        #expect(throws: KeeperError.self) { try logic.label(1, "Work") }
        #expect(try logic.label(1, "home").label == "home")
        #expect(try logic.label(1, "  ").label == nil)
    }
}
