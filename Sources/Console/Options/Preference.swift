import ArgumentParser

/// What matters most in a choice between offers.
enum Preference: String, CaseIterable, ExpressibleByArgument, Sendable {
    case price
    case success
}
