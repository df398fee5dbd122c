/// What the latest deliveries tell of their channels, as far as no row tells it.
package struct ChannelNotes: Sendable {
    /// When each channel last took something.
    package private(set) var takenAt: [String: Instant] = [:]
    /// Channels whose receiver has said that it is gone.
    package private(set) var gone: Set<String>

    /// - Parameter gone: as an earlier run found it.
    package init(gone: Set<String> = []) { self.gone = gone }

    package mutating func taken(by channel: String, at now: Instant) {
        takenAt[channel] = now
        gone.remove(channel)
    }

    package mutating func isGone(_ channel: String) { gone.insert(channel) }
}
