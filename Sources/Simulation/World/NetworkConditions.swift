import Lines
import ProviderEmulator

/// The present condition of the connection to a provider.
struct NetworkConditions: Sendable {
    enum Outage: CaseIterable, Sendable {
        /// No connection can be made.
        case unreachable
        /// Connections can be made, but nothing is carried out and no answer comes.
        case silence
        /// Many requests are lost, and even more answers.
        case losses
        /// A web page in place of every answer.
        case page
        case serverErrors
        case rateLimits
        /// Answers are cut off; the requests were carried out.
        case cutOff
        /// Answers take half a minute.
        case slowness
    }

    var outage: Outage?
    /// How often a call is lost on its way, and its answer on the way back.
    var loss: Double
    /// The error of the `Date` in answers, relative to the provider's time.
    var dateError: Duration = .zero
    /// Since when there has been no outage.
    var clearSince: Duration = .zero

    var isClear: Bool { outage == nil }

    var lossThere: Double { outage == .losses ? 0.3 : loss }
    var lossBack: Double { outage == .losses ? 0.4 : loss }

    /// The emulator's own fault for an outage, if it has one.
    var fault: Fault.Kind? {
        switch outage {
        case .page: .html
        case .serverErrors: .http500
        case .rateLimits: .rateLimit
        case .cutOff: .truncated
        case .unreachable, .silence, .losses, .slowness, nil: nil
        }
    }
}
