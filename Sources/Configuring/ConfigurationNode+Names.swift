/// Rejects names that nobody can type and texts that contain a NUL: well-formed, but never
/// intended.
extension ConfigurationNode {
    /// The names that a person chose for the tables in this one. Each can be typed and displayed as
    /// it is.
    func chosenNames(of what: String) throws(ConfigurationError) -> [String] {
        for name in names {
            guard !name.isEmpty else { throw fault(path, "\(what) has an empty name") }
            let isPlain = name.unicodeScalars.allSatisfy(\.isShown)
            guard isPlain, name.first != " ", name.last != " ", name.count <= 64 else {
                throw fault(
                    path,
                    "the name \"\(name.filter { $0.unicodeScalars.allSatisfy(\.isShown) }.prefix(64))\" "
                        + "must be at most 64 visible characters, without blanks around them")
            }
        }
        return names
    }

    /// A NUL in Lua arrives here as U+2400.
    func check(_ text: String, of name: String) throws(ConfigurationError) {
        guard text.unicodeScalars.contains("\u{2400}") else { return }
        throw fault(path + [name], "must not hold the control character NUL")
    }
}

extension Unicode.Scalar {
    fileprivate var isShown: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            false
        default: self != "\u{2400}"
        }
    }
}
