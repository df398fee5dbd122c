import Lines

/// How often a worker may be started: enough for scripts that get it killed until they are paused,
/// too little to keep the machine busy if it cannot start at all.
struct SpawnBudget {
    private var starts: [Duration] = []
    private var failuresInARow = 0
    private var notBefore = Duration.zero

    private static let window = Duration.minutes(1)
    private static let startsPerWindow = 120
    private static let longestPause = Duration.seconds(30)

    /// How long to wait before the next start; zero if it may be now.
    func pause(at now: Duration) -> Duration {
        var earliest = notBefore
        if starts.count >= SpawnBudget.startsPerWindow, let oldest = starts.first {
            earliest = max(earliest, oldest + SpawnBudget.window)
        }
        return max(.zero, earliest - now)
    }

    mutating func started(at now: Duration) {
        starts.append(now)
        starts.removeFirst(max(0, starts.count - SpawnBudget.startsPerWindow))
    }

    mutating func succeeded() {
        failuresInARow = 0
    }

    /// Records a failed start, which doubles the next pause.
    mutating func failed(at now: Duration) {
        failuresInARow = min(failuresInARow + 1, 10)
        let pause = min(Duration.milliseconds(250 << failuresInARow), SpawnBudget.longestPause)
        notBefore = now + pause
    }
}
