import Synchronization

/// A limit on the clients that stay connected to the control socket for as long as they like, to
/// watch or to wait. Further ones are refused, which leaves room for short requests.
final class StandingPlaces: Sendable {
    private let most: Int
    /// The refusal for a client beyond the limit.
    private let refusal: String
    private let taken = Mutex(0)

    init(most: Int, refusal: String) {
        self.most = most
        self.refusal = refusal
    }

    /// Takes a place for as long as the returned value is kept.
    func take() throws(ControlFailure) -> StandingPlace {
        let isFree = taken.withLock { taken in
            guard taken < most else { return false }
            taken += 1
            return true
        }
        guard isFree else { throw ControlFailure(.failed, refusal) }
        return StandingPlace(places: self)
    }

    fileprivate func giveBack() { taken.withLock { $0 -= 1 } }
}

/// A place in use; returned when the last reference is released, whatever the cause.
final class StandingPlace: Sendable {
    private let places: StandingPlaces

    fileprivate init(places: StandingPlaces) {
        self.places = places
    }

    deinit { places.giveBack() }
}
