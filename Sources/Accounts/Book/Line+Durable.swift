package import Lines

/// Selects the facts about a line that must survive a crash.
extension Line {
    /// The line without facts that only hold until the next poll.
    package var durable: Line {
        var line = self
        // The last look at an ended line tells whether it must still be asked about.
        if !line.state.isEnded { line.lookedAt = nil }
        line.toldAt = nil
        line.listening.statusAt = nil
        line.listening.until = nil
        line.listening.wakingSince = nil
        return line
    }
}
