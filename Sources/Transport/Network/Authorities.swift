/// Certificate authorities trusted in addition to the system's own, from a PEM file.
package struct Authorities: Hashable, Sendable {
    /// Known to contain at least one readable certificate.
    package let pem: String

    package init(readable pem: String) {
        self.pem = pem
    }
}
