import Lines
package import Storage
import Transport

/// What scripts are owed, timers and news of what they decided: when it is due, how long it waits for one
/// that cannot run, and what becomes of a timer whose run failed.
extension Keeper {
    /// Timers that are due, of scripts that can run now. Those of others wait, and hold up nobody.
    package func dueTimers(of scripts: [String], limit: Int) throws(StoreError) -> [TimerRecord] {
        noticeClock()
        return try store.timers(of: scripts, dueBy: world.now(), limit: limit)
    }

    /// When a timer of these scripts is to be fired next; nil when none is set.
    func nextTimer(of scripts: [String]) throws(StoreError) -> Instant? {
        try store.timers(of: scripts, limit: 1).first?.dueAt
    }

    /// How long a script must be gone until what it is owed is dropped: files are moved, and folders
    /// are not there for a while.
    private static let longestAbsence = Duration.days(1)

    /// Drops what scripts are owed that have been gone for a day, and tells it.
    ///
    /// - Parameter known: the scripts in the folder, whether they can run or not.
    func dropOwed(toOthersThan known: Set<String>) throws(StoreError) {
        let (now, uptime) = (world.now(), world.uptime())
        let missing = try store.scriptsOwed(by: now).subtracting(known)
        missingScripts = missingScripts.filter { !known.contains($0.key) }
        for script in missing.sorted() {
            let since = missingScripts[script] ?? uptime
            missingScripts[script] = since
            guard uptime - since >= Self.longestAbsence else { continue }
            missingScripts[script] = nil
            let event = try store.write { database in
                let count = try database.dropOwed(to: script, by: now)
                return try database.append(
                    EventRecord(
                        at: now, kind: "script_problem",
                        text: "\(script) has been gone for a day. "
                            + (count == 1 ? "1 thing it was" : "\(count) things it was")
                            + " to be told was dropped."))
            }
            announce([event])
        }
    }

    /// A script was taken out of the folder, or put there again.
    func noteScript(_ name: String, isThere: Bool) {
        missingScripts[name] = isThere ? nil : missingScripts[name] ?? world.uptime()
    }

    // MARK: Failed timers

    /// How long a timer whose run failed is put off, each time in a row; after that it is given up.
    private static let timerPauses: [Duration] = [.minutes(1), .minutes(5), .minutes(30)]

    /// What becomes of a timer that was fired: it is over, or its script failed and it is put off.
    func outcome(of timer: TimerRecord, _ verdict: Verdict, at now: Instant) -> TimerOutcome {
        guard let failure = verdict.failures.first else { return .over }
        let failures = timerFailures[timer.id] ?? 0
        guard failures < Self.timerPauses.count else {
            return .givenUp(
                "\(timer.script): its timer \(timer.name) was given up after "
                    + "\(failures + 1) tries. \(failure)")
        }
        return .putOff(until: now + Self.timerPauses[failures])
    }
}
