import Keeping
import Lines

/// Decodes how much may follow from the decisions of scripts.
extension Configuration {
    mutating func read(rates table: inout ConfigurationNode) throws(ConfigurationError) {
        var rates = keeper.scriptRates
        rates.chain = try table.whole("chain", in: 2...100) ?? rates.chain
        rates.decisionsPerMinute =
            try table.whole("decisions_per_minute", in: 1...10_000) ?? rates.decisionsPerMinute
        rates.forwardsPerMinute =
            try table.whole("forwards_per_minute", in: 1...10_000) ?? rates.forwardsPerMinute
        rates.pendingTimers =
            try table.whole("pending_timers", in: 1...100_000) ?? rates.pendingTimers
        rates.pendingForwards =
            try table.whole("pending_forwards", in: 1...100_000) ?? rates.pendingForwards
        rates.pendingEvents =
            try table.whole("pending_events", in: 1...100_000) ?? rates.pendingEvents
        keeper.scriptRates = rates
    }
}
