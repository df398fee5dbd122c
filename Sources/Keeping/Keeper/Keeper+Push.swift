import Accounts
package import Lines
package import Providers
package import Storage

/// The interface for provider news, and for the feeds and webhooks that deliver it.
extension Keeper {
    @discardableResult package func recordNews(_ news: PushNews, on name: String) throws(StoreError)
        -> Bool
    {
        try logic.recordNews(news, on: name)
    }

    package func requestLook(at id: Line.ID) {
        logic.requestLook(at: id)
    }

    package func listAgain(_ name: String) {
        logic.listAgain(name)
    }

    @discardableResult package func acceptWebhook(
        _ request: PushRequest, on name: String
    ) throws(PushFailure) -> PushAnswer {
        try logic.acceptWebhook(request, on: name)
    }

    package func pushEndpoint(of name: String) -> PushEndpoint? {
        logic.pushEndpoint(of: name)
    }

    package func learn(_ known: PushEndpoints) {
        logic.learn(known)
    }

    package var balanceBelow: Money? { logic.settings.balanceBelow }

    package func keep(_ endpoint: PushEndpoint) throws(StoreError) {
        try logic.keep(endpoint)
    }

    package func reportUntoldTexts(_ count: Int?, on id: Line.ID) throws(StoreError) {
        try logic.reportUntoldTexts(count, on: id)
    }

    package func noteUnread(_ error: ProviderError?, on id: Line.ID) throws(StoreError) {
        try logic.noteUnread(error, on: id)
    }

    package func linesForFeeds(on name: String, atMost count: Int) -> [Line] {
        logic.linesForFeeds(on: name, atMost: count)
    }

    package func opening(forFeedOf name: String) -> Duration? {
        logic.opening(forFeedOf: name)
    }

    package func feedOpened(of id: Line.ID) {
        logic.feedOpened(of: id)
    }

    package func feedClosed(of id: Line.ID) {
        logic.feedClosed(of: id)
    }
}
