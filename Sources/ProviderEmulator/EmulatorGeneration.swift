/// Which of a provider's two answer formats is emulated.
///
/// Providers change their answers without a version number: a client written from the published
/// document finds numbers in place of text. Both formats are kept, so that one suite can run
/// against either.
package enum EmulatorGeneration: String, CaseIterable, Sendable {
    /// The format of the published document; every answer is HTTP 200.
    case document
    /// The format seen since, with meaningful HTTP statuses.
    case current
}
