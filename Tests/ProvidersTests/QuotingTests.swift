import Lines
import Providers
import Testing
import Transport

/// The provider's own words are shown beside their interpretation.
@Suite struct QuotingTests {
    /// The error a person reads after this answer.
    private func shown(
        _ account: any Provider, _ ask: (any Provider) async throws -> Void
    ) async -> String {
        do {
            try await ask(account)
            return ""
        } catch {
            return "\(error)"
        }
    }

    private func isShown(_ sentence: String, in text: String) -> Bool {
        text.contains(sentence.trimmingSuffix(while: { $0 == " " }))
    }

    @Test(arguments: Refusal.document + Refusal.current)
    func `no sentence of SMSPool's is kept back`(_ refusal: Refusal) async throws {
        let body = try JSONValue(parsing: Array(refusal.body.utf8))
        guard let said = body.text("message") else { return }
        let scripted = Pool(results: [.success(HTTPReply(refusal.status, refusal.body))])
        var text = ""
        do {
            try await refusal.question.ask(scripted.account)
        } catch {
            text = error.description
        }
        #expect(isShown(PlainText(said).sentence, in: text), "\(text)")
    }

    @Test(arguments: [
        "BAD_KEY", "NO_BALANCE", "NO_NUMBERS", "BAD_SERVICE", "WRONG_MAX_PRICE:13.2", "RENT_DIE",
        "BAD_STATUS", "CHANNELS_LIMIT", "CANT_CANCEL", "NO_ID_RENT", "BANNED:'2024-07-26 12-05-00'",
        "INVALID_TIME", "ACCOUNT_INACTIVE", "ERROR_SQL", "SOMETHING_ELSE", "TRY_AGAIN_LATER",
    ])
    func `a word of handler_api comes with a sentence, and the sentence with the word`(
        _ word: String
    ) async {
        for ask: @Sendable (any Provider) async throws -> Void in [
            { _ = try await $0.order(ActivationOrder(service: "wa", country: "16")) },
            { _ = try await $0.extend("7", days: 7) }, { _ = try await $0.refund("7") },
            { _ = try await $0.cancel("7") },
        ] {
            let text = await shown(ScriptedHandlerAPI(word).account, ask)
            let bare = String(word.prefix { $0 != ":" })
            #expect(text.contains(bare) && text.split(separator: " ").count > 3, "\(text)")
        }
        let dear = await shown(ScriptedHandlerAPI("WRONG_MAX_PRICE:13.2").account) {
            _ = try await $0.order(ActivationOrder(service: "wa", country: "16"))
        }
        #expect(dear.contains("13.20 USD"))
    }

    @Test func `the others' sentences are shown too`() async {
        let sent = "Our own words about it."
        let reply = HTTPReply(402, #"{"success":false,"error":"\#(sent)"}"#)
        let prices =
            #"{"success":true,"data":{"operators":[{"operator":"a","price":0.5,"count":3,"provider":"MAIN"}]}}"#
        let order = ActivationOrder(service: "wa", country: "gb")
        let others: [any Provider] = [
            ScriptedVirtualSMS(results: [.success(reply)]).account,
            ScriptedSMS1001(results: [.success(HTTPReply(200, prices)), .success(reply)]).account,
        ]
        for account in others {
            let text = await shown(account) { _ = try await $0.order(order) }
            #expect(text.contains("Insufficient balance") && text.contains(sent), "\(text)")
        }
    }

    @Test func `nothing is said twice, and equal meanings stay equal`() {
        let said = ProviderError.outOfStock("None left.").quoting("None left.")
        #expect(said == .outOfStock("None left."))
        #expect(ProviderError.notFound.quoting("") == .notFound)
        let quoted = ProviderError.notFound.quoting("Gone").quoting("Gone for good")
        #expect(quoted.meaning == .notFound && quoted.remedy == .giveUp && !quoted.leavesDoubt)
        #expect(
            quoted.description
                == "The provider does not know this order or rental. The provider says: Gone.")
    }
}

extension String {
    fileprivate func trimmingSuffix(while isLeft: (Character) -> Bool) -> String {
        String(reversed().drop(while: isLeft).reversed())
    }
}
