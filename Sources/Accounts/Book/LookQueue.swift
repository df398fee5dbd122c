package import Lines

/// Lines with news announced by the provider, looked at before all others and in the order of the
/// announcements.
package struct LookQueue: Sendable {
    package private(set) var places: [Line.ID: UInt64] = [:]
    private var last: UInt64 = 0

    package var isEmpty: Bool { places.isEmpty }

    /// A line that is already queued keeps its place.
    package mutating func add(_ id: Line.ID) {
        last += 1
        places[id] = places[id] ?? last
    }

    package mutating func remove(_ id: Line.ID) { places[id] = nil }
}
