import Accounts
import GRDB
import Keeping
import Lines
import ProviderEmulator
import Providers
import Running
import VirtualTime

/// Facts only a person can find out: whether a purchase was made at a provider that lists nothing,
/// and its id. While all is calm, the person looks them up on the website and reports them.
struct ManualAdoption {
    let life: Life

    func run() async {
        while (try? await life.executor.sleep(.minutes(10))) != nil, !Task.isCancelled {
            guard life.isCalm, let run = life.run else { continue }
            for provider in life.providers where Self.isNeeded(for: provider) {
                try? await adoptByHand(provider, run)
            }
        }
    }

    static func isNeeded(for provider: SimulatedProvider) -> Bool {
        !provider.account.profile.capabilities.offers(.listActive)
    }

    private func adoptByHand(_ provider: SimulatedProvider, _ run: Run) async throws {
        let account = provider.account.name
        let doubts = await run.keeper.doubts(on: account).filter { $0.kind == .order }
        let known = try life.linesByProviderID(of: provider)
        var strays = provider.lines().filter {
            provider.boughtByManager.contains($0.id) && known[$0.id] == nil
        }
        var adoptable: [String] = []
        for doubt in doubts {
            // The names differ, but the price is the same.
            let place = strays.firstIndex { $0.price == doubt.details.price }
            guard let place else {
                life.diary.note("the person finds that action \(doubt.id) did not happen")
                await run.ask { commands in try await commands.keeper.dismiss(doubt.id) }
                continue
            }
            adoptable.append(strays.remove(at: place).id)
        }
        for id in adoptable {
            life.diary.note("the person finds \(id) on the website")
            await run.ask { commands in
                _ = try await commands.adopt(account: account, providerID: id)
            }
        }
    }
}
