import Keeping
import Lines
import ProviderEmulator
import Providers
import VirtualTime

/// The owner of the lines: holds some rentals, orders an activation now and then, changes their
/// mind, and sometimes uses the provider's website instead.
struct Person {
    let life: Life

    private var chance: Chance { life.chance.person }

    func run() async {
        while !Task.isCancelled {
            let pause = chance.wait(mean: life.scenario.betweenWishes)
            guard (try? await life.steps.sleep(pause)) != nil else { return }
            guard !life.isCalm else { continue }
            if life.scenario.usesWebsite, chance.happens(0.15) {
                visitWebsite()
            } else if let run = life.run {
                topUp()
                await wish(of: run)
            }
        }
    }

    private func wish(of run: Run) async {
        let remote = chance.one(of: life.remotes)
        let account = remote.account.name
        let market = remote.account.market
        let held = remote.lines().filter { $0.kind == .rental && $0.state == "active" }
        if !market.products.isEmpty, held.count < life.scenario.rentals, chance.happens(0.6) {
            let (product, days) = chance.one(of: market.products)
            var wish = RentalWish(offer: product, days: days)
            wish.account = account
            life.diary.note("the person rents \(product) for \(days) days on \(account)")
            let asked = wish
            return await run.ask { desk in _ = try await desk.rent(asked, origin: "console") }
        }
        let lines = await run.keeper.allLines().filter { $0.account == account }
        let line = lines.isEmpty ? nil : chance.one(of: Array(lines.suffix(6)))
        switch (chance.below(10), line) {
        case (0...3, _), (_, nil):
            var wish = ActivationWish(
                service: chance.one(of: market.services),
                country: chance.one(of: market.countries))
            wish.account = account
            life.diary.note("the person orders \(wish.service) in \(wish.country)")
            let asked = wish
            await run.ask { desk in _ = try await desk.order(asked, origin: "console") }
        case (4, let line?):
            await act(line.kind == .rental ? .refund : .cancel, on: line, run)
        case (5, let line?):
            await act(line.kind == .rental ? .wake : .resend, on: line, run)
        case (6, let line?) where line.kind == .rental:
            let days = chance.one(of: [7, 14, 30])
            life.diary.note("the person extends line \(line.id) by \(days) days")
            await run.ask { desk in
                _ = try await desk.extend(line, days: days, maxPrice: nil, origin: "console")
            }
        case (7, let line?):
            let wait = Duration.seconds(chance.below(600))
            life.diary.note("the person waits for a code on line \(line.id)")
            await run.ask { desk in
                _ = try await desk.code(on: String(line.id), within: wait)
            }
        case (9, let line?) where line.kind == .activation && market.capabilities.offers(.swap):
            await act(.swap, on: line, run)
        case (8, let line?):
            await act(.finish, on: line, run)
        default:
            await run.ask { desk in
                _ = await desk.keeper.plan(of: nil)
                _ = try await desk.keeper.retry(nil)
            }
        }
    }

    private func act(_ kind: Action.Kind, on line: Line, _ run: Run) async {
        life.diary.note("the person wants line \(line.id) to \(kind.rawValue)")
        await run.ask { desk in
            _ = try await desk.act(kind, on: line, origin: "console")
        }
    }

    private func topUp() {
        for remote in life.remotes
        where remote.balance.tenThousandths < 40_0000 && chance.happens(0.3) {
            remote.pay(in: Money(tenThousandths: Int64(40 + chance.below(100)) * 10_000))
            life.diary.note("\(remote.account.name) is topped up to \(remote.balance)")
        }
    }

    // MARK: Elsewhere

    private func visitWebsite() {
        let remote = chance.one(of: life.remotes)
        let market = remote.account.market
        let held = remote.lines().filter { ["active", "waiting"].contains($0.state) }
        let visit: Market.Visit
        switch (chance.below(4), held.isEmpty) {
        case (0, _), (_, true):
            let country = chance.one(of: market.countries)
            visit = .order(service: chance.one(of: market.services), country: country)
        case (1, false):
            let line = chance.one(of: held)
            visit = line.kind == .rental ? .extend(line) : .cancel(line)
        case (2, false): visit = .refund(chance.one(of: held))
        default:
            guard !market.products.isEmpty else { return }
            let (product, days) = chance.one(of: market.products)
            visit = .rent(product: product, days: days)
        }
        if let (path, outcome) = remote.visit(visit), case .answer(let reply) = outcome {
            life.diary.note("on the website: \(path): \(reply.text.prefix(120))")
        }
    }
}
