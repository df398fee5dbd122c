import Lines

/// What the latest deliveries tell of their channels, as far as no row tells it.
struct ChannelNotes: Sendable {
    /// When each channel last took something.
    private(set) var takenAt: [String: Instant] = [:]
    /// Channels whose receiver has said that it is gone.
    private(set) var gone: Set<String>

    /// - Parameter gone: as an earlier run found it.
    init(gone: Set<String> = []) { self.gone = gone }

    mutating func taken(by channel: String, at now: Instant) {
        takenAt[channel] = now
        gone.remove(channel)
    }

    mutating func isGone(_ channel: String) { gone.insert(channel) }
}
