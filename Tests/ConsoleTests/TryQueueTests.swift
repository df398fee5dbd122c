import Control
import Testing

@testable import Console

/// Which offer follows which.
@Suite("The queue of tries") struct TryQueueTests {
    private static func choice(_ pool: String) -> ChoiceRecord {
        ChoiceRecord(account: "pool", pool: pool, what: "", price: "0.24", currency: "USD")
    }

    /// The pools that are ordered if every try ends like this.
    private static func pools(
        _ known: [String], tries: Int, _ ending: TryQueue.Ending
    ) -> [String] {
        var queue = TryQueue(known.map(choice), tries: tries)
        var pools: [String] = []
        var present = queue.first()
        while let choice = present {
            pools.append(choice.pool ?? "")
            present = queue.next(after: choice, ending)
        }
        #expect(queue.count == pools.count)
        return pools
    }

    @Test(arguments: [
        (["A", "B", "C"], 3, TryQueue.Ending.unavailable, ["A", "B", "C"]),
        (["A", "B", "C"], 2, .unavailable, ["A", "B"]), (["A", "B", "C"], 1, .noCode, ["A"]),
        (["A", "B"], 3, .noCode, ["A", "B", "B"]), (["A"], 3, .noCode, ["A", "A", "A"]),
        // An offer that cannot be had is not asked for again.
        (["A"], 3, .unavailable, ["A"]), ([], 3, .noCode, []), (["A"], 0, .noCode, []),
    ])
    func `takes each offer once, and the last one again for another number`(
        _ known: [String], _ tries: Int, _ ending: TryQueue.Ending, _ ordered: [String]
    ) {
        #expect(Self.pools(known, tries: tries, ending) == ordered)
    }
}
