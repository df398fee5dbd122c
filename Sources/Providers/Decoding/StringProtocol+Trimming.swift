extension StringProtocol {
    /// Without white space at either end.
    package var trimmed: String {
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// Without that character, however often it stands, at the end.
    package func trimming(suffix: Character) -> String {
        var rest = Substring(self)
        while rest.last == suffix { rest.removeLast() }
        return String(rest)
    }
}
