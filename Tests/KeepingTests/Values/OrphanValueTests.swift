@testable import Accounts
import Lines
import Providers
import Storage
import Testing

@testable import Keeping

/// Lines whose account is not configured, is renamed, or is configured twice.
@Suite struct `A line without its account` {
    private func orphan(_ id: Line.ID, of account: String = "gone") -> Line {
        .example(.rental, id: id) { $0.account = account }
    }

    @Test func `is named in a notice for each account, in the order of the lines`() {
        let books = ["pool": AccountBook.example()]
        let orphans = [orphan(5, of: "b"), orphan(2, of: "c"), orphan(9, of: "a")]
        let notices = Orphans(books).notices(of: orphans, at: noon)
        #expect(
            notices.map { String($0.prefix(10)) } == ["Account c ", "Account b ", "Account a "])
        let one = Orphans(books).notices(of: [orphan(5)], at: noon).first
        #expect(one?.contains("line 5 is held") == true)
        let two = Orphans(books).notices(of: [orphan(5), orphan(6)], at: noon).first
        #expect(two?.contains("lines 5, 6 are held") == true)
        let many = Orphans(books).notices(of: (1...7).map { orphan($0) }, at: noon).first
        #expect(many?.contains("lines 1, 2, 3, 4, 5 and 2 more are held") == true)
    }

    @Test func `is not mentioned once its time is over, unless it is in doubt`() {
        func isNamed(_ change: (inout Line) -> Void) -> Bool {
            var line = orphan(1)
            change(&line)
            return !Orphans([:]).notices(of: [line], at: noon).isEmpty
        }
        #expect(isNamed { $0.expiresAt = noon + .seconds(1) })
        #expect(isNamed { $0.expiresAt = nil })
        #expect(!isNamed { $0.expiresAt = noon })
        #expect(
            isNamed {
                $0.expiresAt = noon
                $0.inDoubt = true
            })
        #expect(!isNamed { $0.state = .refunded })
    }

    @Test func `says whether its account is missing or belongs to another provider`() {
        let orphans = Orphans(["pool": .example()])
        #expect(orphans.absence(of: "gone", .smspool) == "Account gone is not in config.lua")
        #expect(
            orphans.absence(of: "pool", .virtualsms).contains("was at VirtualSMS and is at"))
        let other = Line.example(.rental, id: 2) { $0.provider = .virtualsms }
        let lines = [Line.example(.rental), other, orphan(3)]
        #expect(orphans.among(lines).map(\.id) == [2, 3])
    }

    @Test func `ends what waits for it, with the way to do it later`() {
        func result(_ action: OpenAction, _ line: Line) -> (OpenAction?, changes: Int) {
            let changes = Orphans([:]).end([action.row], for: [line], at: noon)
            guard case .action(let ended)? = changes.first else { return (nil, changes.count) }
            return (ended, changes.count)
        }
        let planned = result(.example(.refund), orphan(1))
        #expect(planned.0?.state == .failed && planned.0?.key == "key-7-held-7")
        #expect(
            planned.0?.result?.hasSuffix("It will be planned again once the account is back.")
                == true)
        let person = result(.example(.refund, origin: "console"), orphan(1))
        #expect(person.0?.key == "key-7" && person.changes == 2)
        #expect(person.0?.result?.contains("Run `retry 7`") == true)
        var draft = orphan(1)
        draft.state = .ordering
        let purchase = result(.example(.rent, origin: "console"), draft)
        #expect(purchase.changes == 3, "its line is gone too")
        #expect(purchase.0?.result?.hasSuffix("Order again once the account is back.") == true)
        #expect(result(.example(.refund, line: 2), orphan(1)).changes == 0)
    }

    @Test func `is counted by account and provider while it is held`() throws {
        let over = Line.example(.rental, id: 4, state: .expired) { $0.account = "gone" }
        let logic = KeeperLogic.example([.example(.rental), orphan(2), orphan(3), over])
        #expect(
            logic.missingAccounts() == [
                Keeper.MissingAccount(name: "gone", provider: .smspool, lines: 2)
            ])
        try logic.checkAccount(of: .example(.rental))
        #expect(throws: KeeperError.self) { try logic.checkAccount(of: orphan(2)) }
    }

    // MARK: One account under two names

    private func withTwin(
        _ change: (inout Line) -> Void = { _ in }, on disk: PaperDisk = PaperDisk()
    ) -> KeeperLogic {
        var line = Line.example(.rental) { $0.account = "other" }
        change(&line)
        var logic = KeeperLogic.example(on: disk)
        let state = logic.books["pool"]?.account
        logic.books["other"] = AccountBook("other", state, policy: Policy())
        logic.known.remember(Written(.line(line)))
        return logic
    }

    @Test func `one with the same id and number is tracked elsewhere, which is told once`() throws {
        let disk = PaperDisk()
        var logic = withTwin(on: disk)
        let number = "+14155550121"
        #expect(try logic.isHeldElsewhere("ID1", number, on: "pool"))
        #expect(try logic.isHeldElsewhere("ID1", number, on: "pool"))
        #expect(disk.content.events.map(\.kind) == ["account"])
        #expect(logic.accountsWithKey(of: "pool") == ["pool", "other"])
        logic.books["third"] = AccountBook("third", logic.books["pool"]?.account, policy: Policy())
        #expect(logic.accountsWithKey(of: "pool") == ["pool", "other"])
        #expect(try !logic.isHeldElsewhere("ID2", number, on: "pool"))
        #expect(try !logic.isHeldElsewhere("ID1", number, on: "other"), "that is its own")
    }

    @Test func `two sites may number their orders alike`() throws {
        var logic = withTwin()
        #expect(try !logic.isHeldElsewhere("ID1", "+15550000", on: "pool"))
        #expect(try logic.isHeldElsewhere("ID1", nil, on: "pool"), "a list may leave it out")
        logic = withTwin { $0.number = nil }
        #expect(try logic.isHeldElsewhere("ID1", "+15550000", on: "pool"))
        logic = withTwin { $0.provider = .virtualsms }
        #expect(try !logic.isHeldElsewhere("ID1", nil, on: "pool"))
    }

    @Test func `a purchase that another name took up goes on there`() throws {
        let purchase = Purchase(providerID: "ID1", number: "+14155550121")
        func holder(_ change: (inout Line) -> Void) -> Line.ID? {
            withTwin(change).adoptedElsewhere(purchase, on: "pool")?.id
        }
        #expect(holder { $0.isAdopted = true } == 1)
        #expect(holder { _ in } == nil, "it was bought there")
        #expect(
            holder {
                $0.isAdopted = true
                $0.number = nil
            } == nil, "it may be another")
        #expect(
            holder {
                $0.isAdopted = true
                $0.number = "+15550000"
            } == nil)
        #expect(withTwin().adoptedElsewhere(Purchase(providerID: "ID1"), on: "pool") == nil)
    }

    @Test func `lines of a renamed account move, and of one that is still there do not`() throws {
        let disk = PaperDisk()
        var logic = KeeperLogic.example([orphan(1), orphan(2)], on: disk)
        #expect(try logic.takeOver(from: "gone", by: "pool").map(\.account) == ["pool", "pool"])
        #expect(logic.books["pool"]?.lines.keys.sorted() == [1, 2])
        #expect(disk.content.events.last?.text == "pool has taken over 2 lines from gone.")
        #expect(logic.books["pool"]?.account?.lists.due == nil, "the lists are asked for at once")
        var twin = withTwin()
        #expect(throws: KeeperError.self) { try twin.takeOver(from: "other", by: "pool") }
        #expect(throws: KeeperError.self) { try logic.takeOver(from: "nobody", by: "pool") }
        #expect(throws: KeeperError.self) { try logic.takeOver(from: "gone", by: "nobody") }
        var other = orphan(1)
        other.provider = .virtualsms
        var mixed = KeeperLogic.example([other])
        #expect(throws: KeeperError.self) { try mixed.takeOver(from: "gone", by: "pool") }
    }
}
