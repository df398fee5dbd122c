import Lines

extension RecordedNetwork {
    /// The account's own limits: requests a second, and the bucket's capacity.
    private static let rate = 10.0
    private static let burst = 20.0
    /// More requests to one endpoint within ten seconds are a loop, whatever the budget.
    private static let most = 30

    /// Requests that exceeded the account's budget or ignored a pause.
    func breaches(since start: Instant) -> [String] {
        let asked = exchanges.filter { $0.began >= start }.sorted { $0.began < $1.began }
        return loops(asked) + excess(asked) + impatience(asked)
    }

    private func loops(_ asked: [Exchange]) -> [String] {
        Set(asked.map(\.endpoint)).sorted().compactMap { endpoint in
            let times = asked.filter { $0.endpoint == endpoint }.map(\.began)
            let worst =
                times.map { from in
                    times.count { $0 >= from && $0 < from + .seconds(10) }
                }.max() ?? 0
            return worst > Self.most ? "\(endpoint) \(worst) times in 10 s" : nil
        }
    }

    private func excess(_ asked: [Exchange]) -> [String] {
        for (index, first) in asked.enumerated() {
            for (count, last) in asked[index...].enumerated() {
                let seconds = Double((last.began - first.began).milliseconds) / 1000
                // Clocks are read slightly after a request was allowed.
                let allowed = Self.burst + Self.rate * (seconds + 3)
                if Double(count + 1) > allowed { return ["\(count + 1) in \(seconds) s"] }
            }
        }
        return []
    }

    /// Requests begun during a pause the provider asked for.
    private func impatience(_ asked: [Exchange]) -> [String] {
        asked.filter { $0.status == 429 }.flatMap { refusal in
            let end = refusal.ended + (refusal.retryAfter ?? .seconds(10)) - .seconds(1)
            // A request that was allowed just before begins later on a busy machine.
            return asked.filter { $0.began > refusal.ended + .seconds(5) && $0.began < end }
                .map { "\($0.endpoint) within a pause" }
        }
    }
}
