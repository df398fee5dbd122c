/// What keeps a run from being carried out: no finding, but a fault of the machine or the test.
struct Trouble: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
