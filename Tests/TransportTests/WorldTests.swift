import Lines
import Testing
import Transport

@Suite struct WorldTests {
    @Test func `identifiers are thirty-two hexadecimal digits, and no two are alike`() {
        let world = World.live()
        let identifiers = (0..<500).map { _ in world.identifier() }
        #expect(Set(identifiers).count == 500)
        #expect(
            identifiers.allSatisfy { identifier in
                identifier.utf8.count == 32
                    && identifier.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
            })
    }

    @Test func `random numbers stay below their bound and reach all of it`() {
        let world = World.live()
        #expect(Set((0..<500).map { _ in world.random(4) }) == [0, 1, 2, 3])
        #expect(world.random(1) == 0)
    }

    @Test func `a fast world's time is its origin and the real time since, many times over`() {
        let real = World.live()
        let origin = real.now() - .hours(10)
        let fast = World.live(speed: 60, origin: origin)
        let earliest = real.now()
        let now = fast.now()
        let latest = real.now()
        // Each instant is rounded to the millisecond, and one of them multiplied by sixty.
        #expect(now >= origin + (earliest - origin) * 60 - .milliseconds(60))
        #expect(now <= origin + (latest - origin) * 60 + .milliseconds(60))
    }

    @Test func `a fast world sleeps as long as its own clock says`() async throws {
        let world = World.live(speed: 100_000)
        let (wall, uptime) = (world.now(), world.uptime())
        try await world.sleep(.hours(1))
        #expect(world.uptime() - uptime >= .hours(1))
        // Two clocks of the machine are compared here, and either may be set or slewed a little.
        #expect(world.now() - wall >= .minutes(50))
    }

    @Test func `a sleeper is woken by cancelling it`() async {
        let world = World.live()
        let sleeper = Task { try await world.sleep(.days(1)) }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }

    @Test func `a secret shows itself to nobody who does not ask`() {
        let secret = Secret("swordfish")
        var dumped = ""
        dump((secret, Optional(secret)), to: &dumped)
        dump(secret, to: &dumped)
        dump([secret], to: &dumped)
        let shown = "\(secret) \(String(reflecting: [secret])) \(dumped) \(secret as Any)"
        #expect(!shown.contains("sword"))
        #expect(secret.reveal() == "swordfish")
        #expect(secret.hidden(in: "key=swordfish, swordfish") == "key=•••, •••")
        #expect(Secret("").hidden(in: "text") == "text")
    }
}
