import Keeping
import Lines
import ProviderEmulator
import Providers
import Running
import Storage
import VirtualTime

/// The owner of the lines: holds some rentals, orders an activation now and then, changes their
/// mind, and sometimes uses the provider's website instead.
struct Person {
    let life: Life

    private var chance: Chance { life.chance.person }

    func run() async {
        while !Task.isCancelled {
            let pause = chance.wait(mean: life.scenario.betweenWishes)
            guard (try? await life.executor.sleep(pause)) != nil else { return }
            guard !life.isCalm else { continue }
            if life.scenario.usesWebsite, chance.happens(0.15) {
                visitWebsite()
            } else if let run = life.run {
                topUp()
                await request(of: run)
            }
        }
    }

    private func request(of run: Run) async {
        let provider = chance.one(of: life.providers)
        let account = provider.account.name
        let profile = provider.account.profile
        let held = provider.lines().filter { $0.kind == .rental && $0.state == "active" }
        if !profile.products.isEmpty, held.count < life.scenario.rentals, chance.happens(0.6) {
            let (product, days) = chance.one(of: profile.products)
            var request = RentalRequest(offer: product, days: days)
            request.account = account
            life.diary.note("the person rents \(product) for \(days) days on \(account)")
            let asked = request
            return await run.ask { commands in _ = try await commands.rent(asked, origin: "console")
            }
        }
        let lines = await run.keeper.allLines().filter { $0.account == account }
        let line = lines.isEmpty ? nil : chance.one(of: Array(lines.suffix(6)))
        switch (chance.below(10), line) {
        case (0...3, _), (_, nil):
            var request = ActivationRequest(
                service: chance.one(of: profile.services),
                country: chance.one(of: profile.countries))
            request.account = account
            life.diary.note("the person orders \(request.service) in \(request.country)")
            let asked = request
            await run.ask { commands in _ = try await commands.order(asked, origin: "console") }
        case (4, let line?):
            await act(line.kind == .rental ? .refund : .cancel, on: line, run)
        case (5, let line?):
            await act(line.kind == .rental ? .wake : .resend, on: line, run)
        case (6, let line?) where line.kind == .rental:
            let days = chance.one(of: [7, 14, 30])
            life.diary.note("the person extends line \(line.id) by \(days) days")
            await run.ask { commands in
                _ = try await commands.extend(line, days: days, maxPrice: nil, origin: "console")
            }
        case (7, let line?):
            let wait = Duration.seconds(chance.below(600))
            life.diary.note("the person waits for a code on line \(line.id)")
            await run.ask { commands in
                _ = try await commands.code(on: String(line.id), within: wait)
            }
        case (9, let line?) where line.kind == .activation && profile.capabilities.offers(.swap):
            await act(.swap, on: line, run)
        case (8, let line?):
            await act(.finish, on: line, run)
        default:
            await run.ask { commands in
                _ = await commands.keeper.plan(of: nil)
                _ = try await commands.keeper.retry(DeadForwards(), most: 200)
            }
        }
    }

    private func act(_ kind: Action.Kind, on line: Line, _ run: Run) async {
        life.diary.note("the person wants line \(line.id) to \(kind.rawValue)")
        await run.ask { commands in
            _ = try await commands.act(kind, on: line, origin: "console")
        }
    }

    private func topUp() {
        for provider in life.providers
        where provider.balance.tenThousandths < 40_0000 && chance.happens(0.3) {
            provider.pay(in: Money(tenThousandths: Int64(40 + chance.below(100)) * 10_000))
            life.diary.note("\(provider.account.name) is topped up to \(provider.balance)")
        }
    }

    // MARK: Elsewhere

    private func visitWebsite() {
        let provider = chance.one(of: life.providers)
        let profile = provider.account.profile
        let held = provider.lines().filter { ["active", "waiting"].contains($0.state) }
        let visit: ProviderProfile.Visit
        switch (chance.below(4), held.isEmpty) {
        case (0, _), (_, true):
            let country = chance.one(of: profile.countries)
            visit = .order(service: chance.one(of: profile.services), country: country)
        case (1, false):
            let line = chance.one(of: held)
            visit = line.kind == .rental ? .extend(line) : .cancel(line)
        case (2, false): visit = .refund(chance.one(of: held))
        default:
            guard !profile.products.isEmpty else { return }
            let (product, days) = chance.one(of: profile.products)
            visit = .rent(product: product, days: days)
        }
        if let (path, outcome) = provider.visit(visit), case .answer(let reply) = outcome {
            life.diary.note("on the website: \(path): \(reply.text.prefix(120))")
        }
    }
}
