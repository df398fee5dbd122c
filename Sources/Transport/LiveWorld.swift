package import Lines

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The machine's own time and randomness, used nowhere else.
extension World {
    /// The real world, or one that runs at a multiple of real time.
    ///
    /// At another speed all durations keep their proportions: a world at speed 60 that sleeps for
    /// an hour does so in a real minute, and `now` has advanced by the hour.
    ///
    /// - Parameters:
    ///   - speed: how many seconds pass in the world per second on the machine; more than 0.
    ///   - origin: the instant at which both times agree; now if nil. Worlds of the same speed and
    ///     origin agree with each other, even in different processes.
    package static func live(speed: Double = 1, origin: Instant? = nil) -> World {
        precondition(speed > 0 && speed.isFinite, "a world's speed is more than zero")
        let origin = origin ?? machineTime()
        let clock = ContinuousClock()
        let start = clock.now
        return World(
            now: {
                let real = machineTime()
                return speed == 1 ? real : origin + (real - origin) * speed
            },
            uptime: {
                let real = start.duration(to: clock.now)
                return speed == 1 ? real : real * speed
            },
            sleep: { duration in
                try await Task.sleep(for: speed == 1 ? duration : duration / speed, clock: clock)
            },
            random: { upperBound in
                precondition(upperBound > 0, "a random number below zero was asked for")
                var generator = SystemRandomNumberGenerator()
                return generator.next(upperBound: upperBound)
            },
            identifier: {
                var generator = SystemRandomNumberGenerator()
                return hexadecimal(generator.next()) + hexadecimal(generator.next())
            })
    }

    package static func machineTime() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
