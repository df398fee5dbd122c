/// Where alerts go, and when somebody is told of what.
package struct AlertSettings: Equatable, Sendable {
    package var rules = AlertRules()
    package var route: Route
    /// All channels, in the order in which they are taken instead of one that is in trouble itself.
    package var channels: [String]

    package init(route: Route, channels: [String] = []) {
        self.route = route
        self.channels = channels
    }

    /// Where an alert goes.
    ///
    /// - Parameters:
    ///   - avoided: the channel that it is about.
    ///   - troubled: channels that take nothing at present.
    /// - Returns: none if there is no channel besides the one that it is about.
    package func chains(avoiding avoided: String?, troubled: Set<String>) -> [Route.Chain] {
        func without(_ bad: Set<String>) -> [Route.Chain] {
            route.chains.compactMap { chain in
                let left = chain.channels.filter { !bad.contains($0) }
                return left.isEmpty ? nil : Route.Chain(left, within: chain.within)
            }
        }
        let own = Set([avoided].compactMap(\.self))
        let sound = without(own.union(troubled))
        guard sound.isEmpty, !route.chains.isEmpty else { return sound }
        let other = channels.first { !own.contains($0) && !troubled.contains($0) }
        return other.map { [Route.Chain([$0])] } ?? without(own)
    }
}
