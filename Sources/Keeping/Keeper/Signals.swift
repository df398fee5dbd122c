import Accounts
import Storage
import Transport

/// A notification to be sent after a step: a service has work, or something happened.
enum Signal: Sendable {
    case events([EventRecord])
    /// There are messages, events or timers for the scripts.
    case scripts
    /// There are forwards to deliver.
    case outbox
    /// An action has ended, was postponed or became a doubt.
    case outcomes
    /// An account has work before the time its lanes sleep until.
    case lanes(WakeSignal)
}
