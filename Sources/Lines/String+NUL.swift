extension String {
    /// The text with every NUL shown as its symbol, `␀`.
    ///
    /// Databases, program arguments and C strings end at the first NUL, and two texts that agree up
    /// to it would count as equal. All text from outside passes through here once.
    package var showingNUL: String {
        utf8.contains(0) ? String(String.UnicodeScalarView(unicodeScalars.map(\.shown))) : self
    }
}

extension Unicode.Scalar {
    fileprivate var shown: Unicode.Scalar { value == 0 ? "\u{2400}" : self }
}
