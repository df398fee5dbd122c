/// The faults still to come, in the order of their requests.
struct FaultPlan: Sendable {
    private(set) var faults: [Fault] = []

    /// Adds a fault, replacing one of the same kind and place. A count of zero only clears; with
    /// `*` as a place it clears that kind everywhere in it.
    mutating func set(_ fault: Fault) {
        faults.removeAll { old in
            guard old.kind == fault.kind else { return false }
            let same = old.provider == fault.provider && old.endpoint == fault.endpoint
            return same
                || (fault.count == 0
                    && fault.hits(provider: old.provider, endpoint: old.endpoint))
        }
        if fault.count > 0 { faults.append(fault) }
    }

    mutating func clear() {
        faults = []
    }

    /// Returns the first fault that matches a request, and decrements its count.
    mutating func take(provider: String, endpoint: String) -> Fault? {
        let index = faults.firstIndex { $0.hits(provider: provider, endpoint: endpoint) }
        guard let index else { return nil }
        let fault = faults[index]
        if fault.kind != .gone { faults[index].count -= 1 }
        faults.removeAll { $0.count <= 0 }
        return fault
    }
}
