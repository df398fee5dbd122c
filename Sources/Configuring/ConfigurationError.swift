/// An error in `config.lua`, with its place.
package struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// `config.lua:4: accounts.pool: ...`
    package let description: String

    /// Text beyond 2000 characters is cut off, because a key or name in it may be arbitrarily long.
    package init(_ description: String) {
        let page = description.prefix(2000)
        self.description = page.endIndex == description.endIndex ? description : page + "…"
    }
}
