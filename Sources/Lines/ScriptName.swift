/// The name of a script as a person gives it: with or without `.lua`.
package struct ScriptName: Sendable {
    /// The file names it may mean, the literal one first.
    package let candidates: [String]

    package init(_ typed: String) {
        candidates = [typed, typed + ".lua"]
    }

    /// Which of the known scripts is meant; nil if none is.
    package func found(in known: some Sequence<String>) -> String? {
        let known = Set(known)
        return candidates.first(where: known.contains)
    }

    /// The file name for a script that is not there yet.
    package var file: String {
        candidates.first { $0.hasSuffix(".lua") } ?? candidates[0]
    }
}
