import Testing

/// Looking things up by what they are called.
///
/// Stories do it through these, never with a closure inside `#expect` or `#require`: within another
/// closure Swift 6.3 lets the closure after such a macro run the code of the one in it, without a
/// word.
extension Sequence {
    /// The first element with that value; a failed test when there is none.
    func first<Value: Equatable>(
        where path: KeyPath<Element, Value>, is value: Value
    ) throws -> Element {
        let found = first { $0[keyPath: path] == value }
        return try #require(found, "nothing has \(value)")
    }

    func contains<Value: Equatable>(where path: KeyPath<Element, Value>, is value: Value) -> Bool {
        contains { $0[keyPath: path] == value }
    }

    /// The first element that has another value; a failed test when there is none.
    func first<Value: Equatable>(
        where path: KeyPath<Element, Value>, isNot value: Value
    ) throws -> Element {
        let found = first { $0[keyPath: path] != value }
        return try #require(found, "everything has \(value)")
    }
}
