import Lines
import Testing

/// What a person is told of troubles that come, go and come back.
@Suite struct `A book of troubles` {
    private static let start = Instant(milliseconds: 1_769_947_200_000)

    /// A person who is told, on a clock that a test moves.
    private struct Person {
        var book = TroubleBook()
        var rules = AlertRules()
        var now = start
        var told: [Alert] = []
        var sent: [Instant] = []

        /// Lets time pass in steps of five seconds while something is wrong.
        mutating func live(_ span: Duration, _ seen: Trouble...) {
            let end = now + span
            while now < end {
                now = now + .seconds(5)
                book.observe(seen, at: now, by: rules)
                let alerts = book.alerts(at: now, by: rules)
                told += alerts
                sent += alerts.map { _ in now }
            }
        }

        /// A start: only what is stored is left.
        mutating func restart() {
            book = TroubleBook(
                book.entries.values.filter { $0.openedAt != nil }, sent: sent, at: now)
        }

        var titles: [String] { told.map { String($0.title.dropFirst("Linekeeper: ".count)) } }
    }

    private static func refused(_ account: String = "pool") -> Trouble {
        Trouble(
            .keyRefused, account, "\(account) refuses the key.", remedy: "Correct it.",
            over: "\(account) accepts it.")
    }

    private static func silent(since: Instant? = nil) -> Trouble {
        Trouble(
            .unreachable, "pool", "pool does not answer.", remedy: "Wait.", over: "It answers.",
            since: since)
    }

    @Test func `is told once, and once when it is over`() {
        var person = Person()
        person.live(.hours(5), Self.refused())
        #expect(person.titles == ["key refused (pool)"])
        #expect(person.told.first?.text == "pool refuses the key. Correct it.")
        person.live(.hours(5))
        #expect(person.titles == ["key refused (pool)", "over: key refused (pool)"])
        #expect(person.told.last?.text == "Over after 5 hours: pool accepts it.")
        #expect(person.told.map(\.isTrouble) == [true, false])
    }

    @Test(
        arguments: [
            // How long it lasts, and whether somebody is told.
            (Trouble.Kind.unreachable, Duration.minutes(9), false),
            (.unreachable, .minutes(10) + .seconds(10), true),
            (.doubt, .seconds(50), false), (.doubt, .seconds(70), true),
            (.keyRefused, .seconds(5), true), (.database, .seconds(5), false),
            (.database, .seconds(20), true), (.unheard, .minutes(29), false),
            (.unheard, .minutes(31), true),
        ])
    func `is told when it has lasted`(kind: Trouble.Kind, span: Duration, isTold: Bool) {
        var person = Person()
        person.live(span, Trouble(kind, "7", "It is wrong.", remedy: "Act.", over: "It was."))
        person.live(.hours(1))
        #expect(person.told.count == (isTold ? 2 : 0), "\(person.titles)")
    }

    @Test func `counts from when it began, if that is known`() {
        var person = Person()
        person.live(.seconds(5), Self.silent(since: Self.start - .minutes(30)))
        #expect(person.titles == ["account unreachable (pool)"])
    }

    @Test func `comes and goes as one alert`() {
        var person = Person()
        for _ in 0..<60 {
            person.live(.seconds(30), Self.refused())
            person.live(.seconds(60))
        }
        #expect(person.titles == ["key refused (pool)"])
        person.live(.minutes(3))
        #expect(person.titles.last == "over: key refused (pool)")
    }

    @Test func `that never lasts is never told, however often it comes`() {
        var person = Person()
        for _ in 0..<20 {
            person.live(.minutes(4), Self.silent())
            person.live(.minutes(3))
        }
        #expect(person.titles == [])
        // With short pauses it is one that lasts.
        for _ in 0..<4 {
            person.live(.minutes(4), Self.silent())
            person.live(.minutes(1))
        }
        #expect(person.titles == ["account unreachable (pool)"])
    }

    @Test func `that comes back is told with a count, and less and less often`() throws {
        var person = Person()
        for _ in 0..<48 {
            person.live(.seconds(30), Self.refused())
            person.live(.minutes(3))
        }
        // Twice as long must it be away each time: 2 minutes, then 4.
        #expect(
            person.titles == [
                "key refused (pool)", "over: key refused (pool)", "key refused (pool)",
            ])
        #expect(
            person.told.last?.text
                == "Again (it came back 1 time, and is told less often): pool refuses the key. "
                + "Correct it.")
        let most = person.told.count
        for _ in 0..<100 {
            person.live(.minutes(10), Self.refused())
            person.live(.minutes(50))
        }
        #expect(person.told.count - most < 20, "\(person.told.count) in 100 hours")
        // After a quiet hour it is a new one.
        person.live(.hours(4))
        person.live(.minutes(1), Self.refused())
        #expect(person.told.last?.text == "pool refuses the key. Correct it.")
    }

    @Test func `several at once are one alert, and more than an hour takes are told together`() {
        var person = Person()
        person.rules.mostPerHour = 3
        person.live(.seconds(5), Self.refused("a"), Self.refused("b"))
        #expect(person.told.map(\.title) == ["Linekeeper: 2 troubles"])
        #expect(
            person.told[0].text
                == "- a refuses the key. Correct it.\n- b refuses the key. Correct it.")
        var seen = [Self.refused("a"), Self.refused("b")]
        for name in ["c", "d", "e", "f"] {
            seen.append(Self.refused(name))
            for _ in 0..<3 {
                person.now = person.now + .seconds(5)
                person.book.observe(seen, at: person.now, by: person.rules)
                person.told += person.book.alerts(at: person.now, by: person.rules)
            }
        }
        #expect(person.told.count == 3)
        person.now = person.now + .hours(1)
        person.book.observe(seen, at: person.now, by: person.rules)
        person.told += person.book.alerts(at: person.now, by: person.rules)
        #expect(person.told.count == 4)
        #expect(person.told.last?.title == "Linekeeper: 2 troubles")
    }

    @Test func `names no more than can be read`() {
        var person = Person()
        let seen = (0..<70).map { Self.refused("account \($0)") }
        person.book.observe(seen, at: person.now, by: person.rules)
        let alert = person.book.alerts(at: person.now, by: person.rules).first
        #expect(alert?.title == "Linekeeper: 70 troubles")
        #expect(alert?.text.hasSuffix("- and 50 more: `alerts` lists them.") == true)
    }

    @Test func `one of a channel says which channel must not carry it`() {
        var person = Person()
        let dead = Trouble(.forwardDead, "phone", "It is dead.", remedy: "Act.", over: "It lives.")
        person.live(.seconds(5), Self.refused(), dead)
        #expect(person.told.map(\.avoided) == [nil, "phone"])
    }

    @Test func `that is muted is listed and not told`() {
        var person = Person()
        person.rules.muted = [.keyRefused]
        person.live(.minutes(1), Self.refused())
        #expect(person.told == [])
        #expect(person.book.open.map(\.trouble.kind) == [.keyRefused])
        person.live(.hours(1))
        #expect(person.told == [] && person.book.open == [])
    }

    @Test(arguments: [Duration.seconds(0), .hours(30)])
    func `goes on over a restart`(pause: Duration) {
        var person = Person()
        person.live(.minutes(1), Self.refused())
        person.now = person.now + pause
        person.restart()
        person.live(.minutes(1))
        person.live(.minutes(1), Self.refused())
        #expect(person.titles == ["key refused (pool)"], "it is not told again")
        person.restart()
        person.live(.minutes(5))
        #expect(person.titles.last == "over: key refused (pool)", "its end is told")
        person.restart()
        person.live(.minutes(5))
        #expect(person.told.count == 2)
    }

    @Test func `lasts as long as it lasts when the clock is set`() {
        var person = Person()
        person.live(.minutes(5), Self.silent())
        person.now = person.now + .days(2)
        person.book.shift(by: .days(2))
        person.live(.minutes(4), Self.silent())
        #expect(person.told == [])
        person.live(.minutes(2), Self.silent())
        #expect(person.titles == ["account unreachable (pool)"])
    }

    @Test func `is stored when what was told of it changes, not when its words do`() throws {
        var person = Person()
        person.live(.seconds(5), Self.refused())
        let stored = person.book.entries
        var other = Self.refused()
        other.text = "pool refuses the key for the third time."
        person.live(.minutes(1), other)
        let key = Trouble.Key(.keyRefused, "pool")
        let entry = try #require(person.book.entries[key])
        #expect(entry.isStored(as: stored[key]))
        #expect(!entry.isStored(as: nil))
        #expect(
            TroubleEntry(Self.silent(), since: Self.start).isStored(as: nil), "it may be nothing")
        person.live(.minutes(5))
        #expect(person.book.entries[key]?.isStored(as: stored[key]) == false)
    }

    @Test func `waits for room in the hour, also over a restart`() {
        var person = Person()
        person.rules.mostPerHour = 2
        let all = ["a", "b", "c"].map { Self.refused($0) }
        person.live(.seconds(5), all[0])
        person.live(.seconds(5), all[0], all[1])
        person.restart()
        person.live(.minutes(58), all[0], all[1], all[2])
        #expect(person.titles == ["key refused (a)", "key refused (b)"])
        person.live(.minutes(3), all[0], all[1], all[2])
        #expect(person.titles.last == "key refused (c)" && person.told.count == 3)
    }

    @Test func `is told neither itself nor its end while a script sees to it`() {
        var person = Person()
        person.book.leave(Self.refused(), at: person.now)
        person.live(.hours(1), Self.refused())
        person.restart()
        person.live(.minutes(5), Self.refused())
        #expect(person.book.open.map(\.isLeft) == [true])
        person.live(.hours(2))
        #expect(person.titles == [] && person.book.open == [])
        person.live(.minutes(1), Self.refused())
        #expect(person.titles == ["key refused (pool)"], "the next one is left to nobody")
    }

    @Test func `is told after all if what a script did came to nothing`() {
        var person = Person()
        person.book.leave(Self.refused(), at: person.now)
        person.live(.minutes(1), Self.refused())
        person.book.takeUp(Self.refused().key)
        person.live(.minutes(1), Self.refused())
        #expect(person.titles == ["key refused (pool)"])
        // Who was told of it is told of its end.
        person.book.leave(Self.refused(), at: person.now)
        person.live(.minutes(10))
        #expect(person.titles == ["key refused (pool)", "over: key refused (pool)"])
    }

    @Test func `does not grow without end`() {
        var person = Person()
        for number in 0..<3000 {
            person.book.observe(
                [Self.refused("\(number)")], at: person.now, by: person.rules)
            person.now = person.now + .seconds(1)
        }
        #expect(person.book.entries.count <= 1000)
    }
}
