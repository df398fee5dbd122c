/// The known name that `word` was probably meant to be, or nil if none is close.
///
/// A name is close if at most a third of the word's letters differ, counting letters added,
/// dropped, changed or swapped with their neighbour and ignoring case. Among equally close names
/// the first in alphabetical order wins, so that the same mistake always gets the same advice.
package func nearest(_ word: String, to names: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().unicodeScalars.prefix(64))
    let limit = max(1, (letters.count + 1) / 3)
    var best: (name: String, distance: Int)?
    for name in names.sorted() {
        let other = Array(name.lowercased().unicodeScalars.prefix(64))
        guard abs(other.count - letters.count) <= limit else { continue }
        let distance = editDistance(letters, other)
        if distance <= limit, distance < best?.distance ?? Int.max { best = (name, distance) }
    }
    return best?.name
}

/// `; did you mean "title"?`, or an empty string.
package func suggestion(for word: String, among names: some Sequence<String>) -> String {
    nearest(word, to: names).map { "; did you mean \"\($0)\"?" } ?? ""
}

/// Optimal string alignment: Levenshtein distance with a swap of neighbours as one step.
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var older: [Int] = []
    var old = Array(0...right.count)
    for i in 0..<left.count {
        var row = [i + 1]
        for j in 0..<right.count {
            let changed = old[j] + (left[i] == right[j] ? 0 : 1)
            var least = min(changed, old[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                least = min(least, older[j - 1] + 1)
            }
            row.append(least)
        }
        older = old
        old = row
    }
    return old[right.count]
}
