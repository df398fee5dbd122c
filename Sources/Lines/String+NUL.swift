extension String {
    /// The text with every NUL shown as the sign for it, `␀`.
    ///
    /// Databases, the arguments of programs and C end a text at its first NUL, and two texts that are
    /// alike before it would count as one. Whatever comes from outside passes through here once.
    package var showingNUL: String {
        utf8.contains(0) ? String(String.UnicodeScalarView(unicodeScalars.map(\.shown))) : self
    }
}

extension Unicode.Scalar {
    fileprivate var shown: Unicode.Scalar { value == 0 ? "\u{2400}" : self }
}
