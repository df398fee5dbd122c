/// Which of a provider's two ways of answering is emulated.
///
/// Providers change their answers without a version number: a client written from the published
/// document meets numbers where it was promised text. Both ways are kept, so that one suite can run
/// against either.
package enum EmulatorGeneration: String, CaseIterable, Sendable {
    /// The shapes of the published document; every answer is HTTP 200.
    case document
    /// The shapes seen since, with HTTP statuses that mean something.
    case current
}
