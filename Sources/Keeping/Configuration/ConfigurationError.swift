/// What is wrong with `config.lua`, and where.
package struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// `config.lua:4: accounts.pool: ...`
    package let description: String

    /// What a key or a name in it says beyond a page is left out.
    package init(_ description: String) {
        let page = description.prefix(2000)
        self.description = page.endIndex == description.endIndex ? description : page + "…"
    }
}
