import Lines

/// What of a line must outlast a crash.
extension Line {
    /// The line without what is only true until the next poll.
    var durable: Line {
        var line = self
        // When one that is over was heard of last tells whether it must still be asked about.
        if !line.state.isEnded { line.lookedAt = nil }
        line.toldAt = nil
        line.listening.statusAt = nil
        line.listening.until = nil
        line.listening.wakingSince = nil
        return line
    }
}
