@testable import Accounts
import Lines
import Providers
import Storage
import Testing
import Transport

@testable import Keeping

/// Telling of a balance that runs low.
@Suite struct `A low balance` {
    private func example(
        on disk: PaperDisk, below threshold: Int64? = 5
    ) -> KeeperLogic {
        KeeperLogic.example([], [], on: disk) { settings in
            settings.balanceBelow = threshold.map { Money(tenThousandths: $0 * 1_0000) }
        }
    }

    private func kinds(_ disk: PaperDisk) -> [String] { disk.content.events.map(\.kind) }

    @Test func `is told once, and again when it is over`() {
        let disk = PaperDisk()
        var logic = example(on: disk)
        for dollars in [6, 4, 3, 7, 5, 4] as [Int64] {
            logic.noteBalance(Money(tenThousandths: dollars * 1_0000), on: "pool")
        }
        #expect(kinds(disk) == ["balance_low", "balance_ok", "balance_low"])
        #expect(
            disk.content.events.first?.text
                == "The balance of pool is 4.00 USD, below alerts.balance_below (5.00 USD). "
                + "Add money on the provider's website.")
    }

    @Test func `is not told without a threshold, or in another currency`() {
        let disk = PaperDisk()
        var logic = example(on: disk, below: nil)
        logic.noteBalance(.zero, on: "pool")
        logic = example(on: disk)
        logic.noteBalance(Money(tenThousandths: 1, currency: "RUB"), on: "pool")
        #expect(kinds(disk) == [])
    }

    @Test func `news of it makes the balance due at once, and a read one ends that`() throws {
        var logic = example(on: PaperDisk())
        logic.books["pool"]?.account?.lists.compared(at: noon)
        logic.noteBalance(.dollars(9), on: "pool")
        guard case .idle = try logic.nextWork(for: "pool") else {
            Issue.record("something was due")
            return
        }
        var news = PushNews()
        news.concernsBalance = true
        #expect(try logic.recordNews(news, on: "pool"))
        guard case .balance = try logic.nextWork(for: "pool") else {
            Issue.record("the balance was not asked for")
            return
        }
        logic.noteBalance(.dollars(4), on: "pool")
        guard case .idle = try logic.nextWork(for: "pool") else {
            Issue.record("it was asked for again")
            return
        }
    }
}
