/// A promise that was not kept.
struct Violation: Error {
    /// Which one, in a word.
    var promise: String
    /// What was seen.
    var what: String

    init(_ promise: String, _ what: String) {
        self.promise = promise
        self.what = what
    }
}
