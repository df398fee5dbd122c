import Testing
import TestSupport

/// The built manager against the emulator in another process, under traffic and commands. It is
/// killed and started again; afterwards nothing may be missing, doubled or off by a cent.
@Suite("Killed anywhere", .serialized)
struct CrashTests {
    @Test("Nothing is lost when it is killed at a commit point")
    func commitPoints() async throws {
        if let kills = Campaign.kills {
            return try await Campaign.carryOut([.commitPoints(kills)])
        }
        let counted = try await count()
        // Every sync (before, after, and with a power failure) and torn writes in between;
        // sometimes with another kill during recovery.
        var all: [[Plan.Kill]] = []
        for sync in 1...counted.syncs {
            all += Plan.places.map { [.sync(sync, $0)] }
            all.append([.sync(sync, "lost"), .sync(sync % 5 + 1, "before")])
            all.append([.write(counted.writes * sync / counted.syncs)])
        }
        // If fewer runs are requested, they are spread over all places.
        let share = min(all.count, max(1, Campaign.runs / 2))
        let first = Int(Campaign.seed % UInt64(all.count))
        let plans = (0..<share).map { index in
            Plan.commitPoints(all[(first + index * all.count / share) % all.count])
        }
        print("\(counted.syncs) commit points, \(counted.writes) writes: \(share) runs")
        try await Campaign.carryOut(plans)
    }

    /// The number of commit points of the fixed workload, counted in a run without a kill.
    private func count() async throws -> (syncs: Int, writes: Int) {
        let receiver = Receiver.failingNowAndThen()
        let outcome = try await receiver.serving { url in
            try await Run(plan: .commitPoints([]), receiver: receiver, url: url).carryOut()
        }
        #expect(outcome.differences == [], "without any kill; kept in \(outcome.folder)")
        try #require(outcome.counted.syncs > 60, "the shim saw too little of the disk")
        return outcome.counted
    }

    @Test("Nothing is lost when it is killed at any moment")
    func randomKills() async throws {
        try await Campaign.carryOut(Campaign.seeds(oneIn: 4).map(Plan.randomKills))
    }

    @Test("Nothing is lost when the scripts' worker is killed")
    func workerKills() async throws {
        try await Campaign.carryOut(Campaign.seeds(oneIn: 8).map(Plan.workerKills))
    }

    @Test("Nothing is lost when the machine's clock is stepped")
    func clockSteps() async throws {
        try await Campaign.carryOut(Campaign.seeds(oneIn: 8).map(Plan.clockSteps))
    }
}
