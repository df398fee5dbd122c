/// A broken promise.
struct Violation: Error {
    /// Its name.
    var promise: String
    /// The observation.
    var what: String

    init(_ promise: String, _ what: String) {
        self.promise = promise
        self.what = what
    }
}
