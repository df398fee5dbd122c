/// What matters most in the choice between offers of the same service in the same country.
package enum OfferPreference: String, Codable, CaseIterable, Sendable {
    /// The lowest price.
    case price
    /// The best chance of a code.
    case success
}
