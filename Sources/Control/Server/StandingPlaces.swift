import Synchronization

/// So many may stand at the control socket for as long as they like: those that watch, or those that
/// wait. Whoever is one too many is told so, and leaves room for everybody with a short question.
final class StandingPlaces: Sendable {
    private let most: Int
    /// What is said to one too many.
    private let refusal: String
    private let taken = Mutex(0)

    init(most: Int, refusal: String) {
        self.most = most
        self.refusal = refusal
    }

    /// Takes a place for as long as the value is kept.
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

/// A place that was taken; given back when nobody holds it any more, however that came to be.
final class StandingPlace: Sendable {
    private let places: StandingPlaces

    fileprivate init(places: StandingPlaces) {
        self.places = places
    }

    deinit { places.giveBack() }
}
