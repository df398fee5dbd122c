extension SafeText {
    /// The text wrapped between words to fit the screen, with continuation lines indented.
    ///
    /// - Parameter width: Columns of the screen; nil leaves the text as it is.
    func wrapped(toWidth width: Int?, indent: Int = 0) -> SafeText {
        guard let width, width > indent + 20 else { return self }
        let margin = String(repeating: " ", count: indent)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { line -> SafeText in
            guard DisplayWidth.of(line) > width else { return "\(line)" }
            return SafeText(lines: SafeText.broken(line, width, margin).joined(separator: "\n"))
        }.joined(separator: "\n")
    }

    private static func broken(_ line: Substring, _ width: Int, _ margin: String) -> [String] {
        var broken: [String] = []
        // Blanks at the beginning stay: they are what the line is indented by.
        var current = String(line.prefix { $0 == " " })
        var isBegun = false
        for word in line.dropFirst(current.count).split(
            separator: " ", omittingEmptySubsequences: false)
        {
            let longer = current + (isBegun ? " " : "") + word
            if !isBegun || DisplayWidth.of(longer) <= width {
                current = longer
                isBegun = true
            } else {
                broken.append(current)
                current = margin + word
            }
        }
        return broken + [current]
    }
}
