/// The possible completions, in as many columns as fit.
struct CompletionMenu {
    var words: [String]
    var width: Int

    private static let most = 120

    var text: SafeText {
        let shown = words.prefix(CompletionMenu.most).map { Escaping.visible($0) }
        let cell = shown.reduce(0) { max($0, DisplayWidth.of($1)) } + 2
        let columns = max(1, width / cell)
        let rows = (shown.count + columns - 1) / columns
        var lines = (0..<rows).map { row -> SafeText in
            var line = ""
            for index in stride(from: row, to: shown.count, by: rows) {
                line += shown[index].padded(toWidth: cell, alignment: .left)
            }
            while line.hasSuffix(" ") { line.removeLast() }
            return "\(line.truncated(toWidth: width))"
        }
        if words.count > shown.count { lines.append("… and \(words.count - shown.count) more") }
        return lines.joined(separator: "\n")
    }
}
