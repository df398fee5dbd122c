import Lines

/// Activations by call. Their codes come with the text of the call, like those of an SMS; these calls
/// say what became of the call itself.
extension HandlerAPI {
    /// The state of an activation by call, in words, and the caller.
    func callStatus(
        of providerID: String
    ) async throws(ProviderError) -> Answer<(state: String, caller: String?)> {
        let answer = try await ask(.callStatus, [("activationId", providerID)])
        guard answer.word == nil, let status = answer.json.text("status") else {
            throw answer.unrecognised
        }
        let state =
            switch status {
            case "2": "waiting"
            case "3": "finished"
            case "4": "cancelled"
            case "5": "refunded"
            default: status
            }
        // Until somebody calls, it is `false`.
        let caller = answer.json["phone"]?.text.flatMap { $0 == "false" ? nil : $0 }
        return answer.answer((state, caller))
    }

    /// Has the recording of a call read again; the new text comes with the next look.
    ///
    /// - Parameter language: its language by the protocol's code; empty leaves it as it was.
    func parseCall(
        of providerID: String, language: String?
    ) async throws(ProviderError) -> Answer<Void> {
        let more = language.map { [(name: "newLang", value: $0)] } ?? []
        let answer = try await ask(.parseCall, [("id", providerID)] + more)
        if answer.word == "STATUS_CANCEL" { throw .badRequest(["It has ended."]) }
        guard answer.word == nil, answer.json.text("result")?.uppercased() == "OK" else {
            throw answer.unrecognised
        }
        return answer.answer(())
    }
}
