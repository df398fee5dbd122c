import Testing

/// Finds elements by the value of a property.
///
/// Stories use these functions and never a closure inside `#expect` or `#require`: within another
/// closure, Swift 6.3 silently lets the closure after such a macro run the code of the one inside
/// it.
extension Sequence {
    /// The first element with that value; fails the test if there is none.
    func first<Value: Equatable>(
        where path: KeyPath<Element, Value>, is value: Value
    ) throws -> Element {
        let found = first { $0[keyPath: path] == value }
        return try #require(found, "nothing has \(value)")
    }

    func contains<Value: Equatable>(where path: KeyPath<Element, Value>, is value: Value) -> Bool {
        contains { $0[keyPath: path] == value }
    }

    /// The first element with another value; fails the test if there is none.
    func first<Value: Equatable>(
        where path: KeyPath<Element, Value>, isNot value: Value
    ) throws -> Element {
        let found = first { $0[keyPath: path] != value }
        return try #require(found, "everything has \(value)")
    }
}
