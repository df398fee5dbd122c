import Storage

/// What a step leaves to be told when it is over: to whom there is something to do, and what happened.
enum Signal: Sendable {
    case events([EventRecord])
    /// There are messages, events or timers for the scripts.
    case scripts
    /// There are forwards to deliver.
    case outbox
    /// An action has come to something.
    case outcomes
    /// There is something to do for an account before the time its lanes sleep until.
    case lanes(Doorbell)
}
