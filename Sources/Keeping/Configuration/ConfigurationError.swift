/// What is wrong with `config.lua`, and where.
package struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// `config.lua:4: accounts.pool: ...`
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
