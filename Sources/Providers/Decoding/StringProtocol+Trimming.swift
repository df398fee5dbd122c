extension StringProtocol {
    /// Without white space at either end.
    package var trimmed: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// Without trailing occurrences of that character.
    package func trimming(suffix: Character) -> String {
        var rest = Substring(self)
        while rest.last == suffix { rest.removeLast() }
        return String(rest)
    }
}
