/// A tree of scalars, in which each step costs one look into a table.
struct Trie: Sendable {
    struct Node: Sendable {
        /// The entry that ends here, or -1.
        var whole = -1
        /// The entry that any word going on from here is, or -1.
        var open = -1
    }

    var nodes = [Node()]
    /// Edges by their hash: node and scalar in one number, 0 where there is none.
    private var edges: [UInt64] = Array(repeating: 0, count: 1 << 10)
    private var targets: [Int32] = Array(repeating: 0, count: 1 << 10)
    private var count = 0

    mutating func insert(_ key: [UInt32]) -> Int {
        var node = 0
        for scalar in key {
            if let next = child(of: node, scalar) {
                node = next
            } else {
                nodes.append(Node())
                connect(Self.edge(node, scalar), to: Int32(nodes.count - 1))
                node = nodes.count - 1
            }
        }
        return node
    }

    func child(of node: Int, _ scalar: UInt32) -> Int? {
        let edge = Self.edge(node, scalar)
        var slot = slot(of: edge)
        while edges[slot] != 0 {
            if edges[slot] == edge { return Int(targets[slot]) }
            slot = (slot + 1) & (edges.count - 1)
        }
        return nil
    }

    /// - Parameter open: set to the longest entry with an open end that is passed.
    func walk(_ scalars: some Sequence<UInt32>, from start: Int, open: inout Int) -> Int? {
        var node = start
        for scalar in scalars {
            guard let next = child(of: node, scalar) else { return nil }
            node = next
            if nodes[node].open >= 0 { open = nodes[node].open }
        }
        return node
    }

    private mutating func connect(_ edge: UInt64, to target: Int32) {
        if count * 2 >= edges.count { grow() }
        var slot = slot(of: edge)
        while edges[slot] != 0 { slot = (slot + 1) & (edges.count - 1) }
        edges[slot] = edge
        targets[slot] = target
        count += 1
    }

    private mutating func grow() {
        let (oldEdges, oldTargets) = (edges, targets)
        edges = Array(repeating: 0, count: oldEdges.count * 2)
        targets = Array(repeating: 0, count: oldEdges.count * 2)
        count = 0
        for (edge, target) in zip(oldEdges, oldTargets) where edge != 0 {
            connect(edge, to: target)
        }
    }

    private func slot(of edge: UInt64) -> Int {
        Int(truncatingIfNeeded: (edge &* 0x9E37_79B9_7F4A_7C15) >> 32) & (edges.count - 1)
    }

    /// Never 0: a scalar of a word is none.
    private static func edge(_ node: Int, _ scalar: UInt32) -> UInt64 {
        UInt64(node) << 32 | UInt64(scalar)
    }
}
