/// How often each endpoint was called and with which results, so that a test can prove that a
/// client kept to its budget and repeated no paid call.
package struct RequestCounts: Sendable {
    package struct Key: Hashable, Sendable {
        package var provider: String
        package var endpoint: String
        /// 0 if the client got no answer.
        package var status: Int
    }

    private var counts: [Key: Int] = [:]

    mutating func add(provider: String, endpoint: String, status: Int) {
        counts[Key(provider: provider, endpoint: endpoint, status: status), default: 0] += 1
    }

    /// How often an endpoint was called, whatever the result.
    package func total(provider: String, endpoint: String) -> Int {
        counts.filter { $0.key.provider == provider && $0.key.endpoint == endpoint }
            .reduce(0) { $0 + $1.value }
    }

    package var json: JSON {
        let sorted = counts.sorted {
            ($0.key.provider, $0.key.endpoint, $0.key.status)
                < ($1.key.provider, $1.key.endpoint, $1.key.status)
        }
        return .array(
            sorted.map { key, count in
                [
                    "provider": .string(key.provider), "endpoint": .string(key.endpoint),
                    "status": .int(key.status), "count": .int(count),
                ]
            })
    }
}
