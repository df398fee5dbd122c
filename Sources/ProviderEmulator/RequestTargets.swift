/// The targets of the latest requests, as every proxy and log on the way would have seen them, so
/// that a test can prove that they contained no key.
package struct RequestTargets: Sendable {
    private static let most = 1000
    private static let longest = 2000

    /// Path and query, oldest first.
    package private(set) var latest: [String] = []

    mutating func add(_ target: String) {
        if latest.count == RequestTargets.most { latest.removeFirst() }
        latest.append(String(target.prefix(RequestTargets.longest)))
    }

    package var json: JSON { .array(latest.map { .string($0) }) }
}
