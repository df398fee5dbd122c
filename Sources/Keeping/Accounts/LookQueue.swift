import Lines

/// Lines that are looked at before anything else, since their provider told that there is news, in the
/// order they were told of.
struct LookQueue: Sendable {
    private(set) var places: [Line.ID: UInt64] = [:]
    private var last: UInt64 = 0

    var isEmpty: Bool { places.isEmpty }

    /// One that waits already keeps its place.
    mutating func add(_ id: Line.ID) {
        last += 1
        places[id] = places[id] ?? last
    }

    mutating func remove(_ id: Line.ID) { places[id] = nil }
}
