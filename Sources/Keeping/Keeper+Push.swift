package import Lines
package import Providers
package import Storage

/// The interface for provider news, and for the feeds and webhooks that deliver it.
extension Keeper {
    @discardableResult package func take(_ news: PushNews, on name: String) throws(StoreError)
        -> Bool
    {
        try logic.take(news, on: name)
    }

    func summon(_ id: Line.ID) {
        logic.summon(id)
    }

    package func listAgain(_ name: String) {
        logic.listAgain(name)
    }

    package func take(_ request: PushRequest, on name: String) throws(PushFailure) {
        try logic.take(request, on: name)
    }

    package func pushPlace(of name: String) -> PushPlace? {
        logic.pushPlace(of: name)
    }

    package func learn(_ known: PushPlaces) {
        logic.learn(known)
    }

    package func keep(_ place: PushPlace) throws(StoreError) {
        try logic.keep(place)
    }

    package func noteUntold(_ count: Int?, on id: Line.ID) throws(StoreError) {
        try logic.noteUntold(count, on: id)
    }

    package func noteUnread(_ error: ProviderError?, on id: Line.ID) throws(StoreError) {
        try logic.noteUnread(error, on: id)
    }

    package func linesForFeeds(on name: String, atMost count: Int) -> [Line] {
        logic.linesForFeeds(on: name, atMost: count)
    }

    func opening(forFeedOf name: String) -> Duration? {
        logic.opening(forFeedOf: name)
    }

    package func feedOpened(of id: Line.ID) {
        logic.feedOpened(of: id)
    }

    package func feedClosed(of id: Line.ID) {
        logic.feedClosed(of: id)
    }
}
