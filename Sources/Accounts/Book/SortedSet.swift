/// A set with a fixed order of iteration: decisions must not depend on hash values or on earlier
/// insertions and removals.
package struct SortedSet<Element: Comparable & Sendable>: Equatable, Sendable {
    private var elements: [Element] = []

    /// The index of the element, or where it would be inserted.
    private func place(of element: Element) -> Int {
        var (low, high) = (0, elements.count)
        while low < high {
            let middle = (low + high) / 2
            if elements[middle] < element { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func isElement(_ element: Element, at place: Int) -> Bool {
        place < elements.count && elements[place] == element
    }

    package mutating func insert(_ element: Element) {
        let place = place(of: element)
        if !isElement(element, at: place) { elements.insert(element, at: place) }
    }

    package mutating func remove(_ element: Element) {
        let place = place(of: element)
        if isElement(element, at: place) { elements.remove(at: place) }
    }
}

extension SortedSet: RandomAccessCollection {
    package var startIndex: Int { elements.startIndex }
    package var endIndex: Int { elements.endIndex }

    package subscript(index: Int) -> Element { elements[index] }

    package func contains(_ element: Element) -> Bool { isElement(element, at: place(of: element)) }
}

extension SortedSet: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: Element...) {
        for element in elements { insert(element) }
    }
}
