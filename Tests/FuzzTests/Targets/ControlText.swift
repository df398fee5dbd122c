import Control
import Foundation
import ProviderEmulator
import Randomness

/// Input on the control socket: the JSON of each request. A corpus entry is `NAME JSON`.
enum ControlText {
    static let names = [
        "line", "lines", "state", "limit", "id", "action", "script", "message", "last", "channel",
        "refresh", "account", "since_seconds", "query", "file", "kind", "prefix", "all", "text",
        "days", "max_price", "seconds", "provider_id", "words", "sender", "route", "tag", "service",
        "country", "rentals", "matching", "pool", "offer", "order",
    ]
    private static let mutator = ByteMutator(scraps: ["{", "}", "\"", ":", ",", "[", "\\u0000"])

    @Sendable static func spoil(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        let name = sample.prefix { $0 != UInt8(ascii: " ") }
        var body = Array(sample.dropFirst(name.count + 1))
        if !random.oneIn(4), let json = JSON(parsing: body) {
            body = Array(JSONMutator(names: names).spoiled(json, &random).description.utf8)
        }
        if random.oneIn(3) { body = mutator.spoiled(body, &random) }
        return name + [UInt8(ascii: " ")] + body
    }

    /// All request types.
    static let requests: [any ControlRequest.Type] = [
        ShowStatus.self, ListLines.self, ShowLine.self, LabelLine.self, TagLine.self,
        ActOnLine.self,
        QuoteExtension.self, AdoptLines.self, AwaitCode.self, RecomputeCodes.self, ListOffers.self,
        ListCatalogue.self,
        QuoteActivation.self, OrderActivation.self, QuoteRental.self, RentLine.self,
        ListMessages.self, ShowMessage.self, ExplainMessage.self, ListPlan.self, ListActions.self,
        RetryActions.self, CountFailed.self, RetryFailed.self, DropFailed.self, CheckPurchase.self,
        ListDoubts.self, DismissDoubt.self, ListScripts.self, ResumeScript.self,
        ListMemory.self, ForgetMemory.self, ListTimers.self, DropPending.self, RenameScript.self,
        RehearseScripts.self, CompareScript.self, ListVersions.self, ShowVersion.self,
        RollBackScript.self, OpenPrompt.self, EvaluateLua.self, ClosePrompt.self,
        ListChannels.self, TestChannel.self, ListRoutes.self,
        ListAccounts.self, ListSpending.self, RunQuery.self, BackUp.self, Complete.self,
        AskProvider.self, CheckAction.self, HandOnMessage.self,
    ]

    /// Decodes a body as a request of that type; a decoded request can be encoded again.
    static func complaint<Request: ControlRequest>(
        _ type: Request.Type, _ body: [UInt8]
    ) -> String? {
        guard let request = try? ControlCoding.decode(type, from: Data(body)) else { return nil }
        guard let data = try? ControlCoding.encode(request),
            (try? ControlCoding.decode(type, from: data)) != nil
        else { return "\(Request.name) does not come back" }
        return nil
    }
}

extension Target {
    static let control = Target(name: "control", inputs: 3000, spoil: ControlText.spoil) { input in
        let name = input.prefix { $0 != UInt8(ascii: " ") }
        let body = Array(input.dropFirst(name.count + 1))
        let type =
            ControlText.requests.first { name.elementsEqual($0.name.utf8) }
            ?? ControlText.requests[Int(input.first ?? 0) % ControlText.requests.count]
        return ControlText.complaint(type, body)
    }
}
