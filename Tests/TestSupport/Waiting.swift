import Lines
package import Transport

/// Looks again and again until something holds; false when it did not within the time, or nobody waits
/// any more.
package func holds(
    within limit: Duration, every pause: Duration = .milliseconds(10), in world: World = .live(),
    _ condition: () async throws -> Bool
) async rethrows -> Bool {
    let deadline = world.uptime() + limit
    while true {
        if try await condition() { return true }
        guard world.uptime() < deadline, !Task.isCancelled else { return false }
        try? await world.sleep(pause)
    }
}

/// Waits until something is so; an error that says what when it was not within the time.
package func eventually(
    _ what: String, within limit: Duration = .seconds(60),
    every pause: Duration = .milliseconds(200), in world: World = .live(),
    _ isSo: () async throws -> Bool
) async throws {
    if try await holds(within: limit, every: pause, in: world, isSo) { return }
    try Task.checkCancellation()
    throw TimeoutError(what: what, limit: limit)
}

/// Asks until there is an answer; an error that says what was asked when none came within the time.
package func answer<Value>(
    _ what: String, within limit: Duration = .seconds(60),
    every pause: Duration = .milliseconds(200), in world: World = .live(),
    _ question: () async throws -> Value?
) async throws -> Value {
    var found: Value?
    try await eventually(what, within: limit, every: pause, in: world) {
        found = try await question()
        return found != nil
    }
    guard let found else { throw TimeoutError(what: what, limit: limit) }
    return found
}

/// Something that did not come about in time.
package struct TimeoutError: Error, CustomStringConvertible {
    package var what: String
    package var limit: Duration

    package init(what: String, limit: Duration) {
        self.what = what
        self.limit = limit
    }

    package var description: String { "not within \(limit.wholeSeconds) s: \(what)" }
}
