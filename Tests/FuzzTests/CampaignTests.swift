import Foundation
import Testing

/// Feeds thousands of malicious inputs to every reader of outside bytes.
///
/// Each target runs in its own process, so that a crash can be reported with the input that caused
/// it.
@Suite("Hostile bytes") struct CampaignTests {
    @Test(arguments: Target.all.map(\.name))
    func `are read or refused, and nothing worse`(_ name: String) async throws {
        guard let target = Target.named(name), FuzzSettings.current.isWanted(target) else { return }
        let diary = Diary(name, of: getpid())
        defer { diary.remove() }
        let parent = getpid()
        let result = await #expect(processExitsWith: .success) {
            [name = name as String, parent = parent as Int32] in
            guard let target = Target.named(name) else { exit(2) }
            let settings = FuzzSettings.current
            let diary = Diary(name, of: parent)
            let campaign = Campaign(target: target, seed: settings.seed)
            guard let complaint = await campaign.run(settings.indices(of: target), diary: diary)
            else { exit(0) }
            diary.leave(complaint)
            exit(1)
        }
        guard result == nil else { return }
        let last = diary.last()?.description ?? "before the first input"
        Issue.record("\(name): \(diary.complaint ?? "the process ended at \(last)")")
    }

    @Test func `start from real shapes`() {
        for target in Target.all { #expect(!target.corpus.isEmpty, "\(target.name)") }
    }
}
