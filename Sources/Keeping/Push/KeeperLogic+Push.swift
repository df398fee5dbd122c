import Accounts
import Lines
import Providers
import Storage
import Transport

/// Handles news that providers send on their own.
///
/// Authenticated news that carries a message is stored at once. All other news is a hint, which
/// leads to a look at the line. Polling continues beside pushes, only less often: a lost push costs
/// time but no message.
extension KeeperLogic {
    /// Applies a piece of news.
    ///
    /// - Returns: whether it was about a tracked line.
    @discardableResult
    mutating func recordNews(_ news: PushNews, on name: String) throws(StoreError) -> Bool {
        if news.concernsBalance {
            books[name]?.account?.balance.hurry()
            wakeLanes(of: name)
            return true
        }
        guard let id = news.providerID.flatMap({ books[name]?.lineByProviderID[$0] }),
            let line = line(id)
        else {
            // Most likely a line that was just bought, here or elsewhere: the lists will show it.
            // News without a line is about an awaited one.
            if news.providerID == nil {
                stirWaiting(on: name)
                pollSoon(name)
            } else {
                listSoon(name)
            }
            return false
        }
        if let message = news.message {
            if let post = news.postID {
                try receive(message, postedAs: post, on: line)
                return true
            }
            guard news.providerID == line.providerID else {
                // It belongs to an order that has since been replaced by another.
                try recordEarlierMessages([message], on: line, under: line.episode - 1)
                return true
            }
            try receive(pushed: message, on: line)
        } else {
            stir(id)
            requestLook(at: id)
        }
        return true
    }

    private mutating func receive(
        pushed message: ReceivedMessage, on line: Line
    ) throws(StoreError) {
        let there = time(of: line.account)
        let written = try write([.pushed(message, on: line, there: there)])
        guard !written.records.isEmpty else {
            // It may be a different message that looks the same: a look will tell, if one is
            // possible.
            if line.kind == .activation { requestLook(at: line.id) }
            return
        }
        track(line.id) { tracked in
            tracked.notFoundSince = nil
            tracked.storedList = nil
        }
        stir(line.id)
        wake(.scripts)
    }

    /// Queues a line to be looked at before all others.
    mutating func requestLook(at id: Line.ID) {
        guard let line = line(id), line.providerID != nil else { return }
        books[line.account]?.looks.add(id)
        wakeLanes(of: line.account)
    }

    /// A hint that names no line is about one that waits.
    private mutating func stirWaiting(on name: String) {
        for line in books[name]?.activations ?? [] where line.state == .waiting { stir(line.id) }
    }

    /// Some activation of the account may have received a message: one call finds out, if the
    /// provider has one; otherwise the youngest activations are looked at.
    private mutating func pollSoon(_ name: String) {
        guard books[name]?.pollsAll == true else {
            for line in linesForFeeds(on: name, atMost: 20) { requestLook(at: line.id) }
            return
        }
        books[name]?.account?.polls.isWanted = true
        wakeLanes(of: name)
    }

    /// Asks for the lists soon. News about unknown lines causes this at most about once a minute.
    private mutating func listSoon(_ name: String) {
        let there = time(of: name)
        if books[name]?.account?.lists.hint(at: there) == true { wakeLanes(of: name) }
    }

    /// Something changed at the provider that may affect every line held there.
    mutating func listAgain(_ name: String) {
        for line in books[name]?.planned ?? [] where line.state.isHeld { requestLook(at: line.id) }
        books[name]?.account?.lists.hurry()
        wakeLanes(of: name)
    }

    // MARK: Webhooks

    /// Handles a call to an account's webhook.
    ///
    /// - Returns: what to answer.
    mutating func acceptWebhook(
        _ request: PushRequest, on name: String
    ) throws(PushFailure) -> PushAnswer {
        guard let provider = books[name]?.account?.configuration.provider else {
            throw .refused(.unexpected)
        }
        // The signature contains the provider's time.
        var request = request
        request.receivedAt = time(of: name)
        let news: [PushNews]
        do throws(PushRefusal) {
            news = try provider.news(request, secret: books[name]?.pushEndpoint?.secret)
        } catch {
            try? noteRefusal(error, on: name)
            throw .refused(error)
        }
        for item in news { try record(item, on: name) }
        return provider.pushAnswer
    }

    private mutating func record(_ news: PushNews, on name: String) throws(PushFailure) {
        let isOurs: Bool
        do throws(StoreError) {
            isOurs = try recordNews(news, on: name)
        } catch {
            throw .unwritten(error)
        }
        // A text for a line that is still being adopted must not be thrown away: the provider sends
        // it again.
        let isExpected = books[name]?.account?.configuration.adopts == true || isBuying(on: name)
        if !isOurs, news.message != nil, isExpected { throw .early }
    }

    func pushEndpoint(of name: String) -> PushEndpoint? { books[name]?.pushEndpoint }

    /// Takes over the webhook addresses from the store.
    mutating func learn(_ known: PushEndpoints) {
        var found = Written()
        for endpoint in known.endpoints.values { found.add(.endpoint(endpoint)) }
        self.known.remember(found)
    }

    mutating func keep(_ endpoint: PushEndpoint) throws(StoreError) {
        try write([.endpoint(endpoint)])
    }

    /// A rental has received more messages than its provider shows here; reported once for each
    /// increase.
    mutating func reportUntoldTexts(_ count: Int?, on id: Line.ID) throws(StoreError) {
        guard let line = line(id), let count, count > line.messageCount,
            tracked(id)?.reportedMissing != count
        else {
            return
        }
        track(id) { $0.reportedMissing = count }
        let remedy =
            books[line.account]?.pushEndpoint == nil
            ? "`push` in config.lua delivers them from then on" : "its webhook may not get through"
        try note(
            kind: "missed",
            text:
                "It has received \(count), of which \(line.messageCount) "
                + "\(line.messageCount == 1 ? "is" : "are") stored here. "
                + "\(line.account) sends the messages of rentals only to a webhook, and "
                + "\(remedy). Read the others on the provider's website.",
            line: id)
    }

    /// A line has received more than is read from one answer; reported once, until it can be read
    /// again.
    mutating func noteUnread(_ error: ProviderError?, on id: Line.ID) throws(StoreError) {
        guard case .transport(.tooLarge(_, let limit))? = error else {
            track(id) { $0.isReportedUnreadable = false }
            return
        }
        guard let line = line(id), tracked(id)?.isReportedUnreadable == false else { return }
        track(id) { $0.isReportedUnreadable = true }
        try note(
            kind: "missed",
            text:
                "The message list from \(line.account) is larger than \(limit >> 20) MiB and was "
                + "not read. Read it on the provider's website, and delete old messages there "
                + "or use another number.",
            line: id)
    }

    // MARK: Feeds

    /// Lines worth a feed: those that wait before those that have a code, and youngest first,
    /// because their codes will arrive soonest.
    func linesForFeeds(on name: String, atMost count: Int) -> [Line] {
        func key(_ line: Line) -> (Int, Instant, Line.ID) {
            (line.state == .waiting ? 1 : 0, line.purchasedAt, line.id)
        }
        return (books[name]?.activations ?? []).sorted { key($0) > key($1) }
            .prefix(count).map { $0 }
    }

    mutating func opening(forFeedOf name: String) -> Duration? {
        let moment = moment
        guard books[name] != nil else { return .minutes(1) }
        return books[name]?.admitFeed(at: moment)
    }

    /// From now on the feed reports new messages; earlier ones are looked for.
    mutating func feedOpened(of id: Line.ID) { setHasFeed(id, true) }

    /// The feed is gone; messages that came in the meantime are looked for.
    mutating func feedClosed(of id: Line.ID) {
        guard tracked(id)?.polling.hasFeed == true else { return }
        setHasFeed(id, false)
    }

    private mutating func setHasFeed(_ id: Line.ID, _ hasFeed: Bool) {
        track(id) { $0.polling.hasFeed = hasFeed }
        guard let line = line(id), line.state.isHeld else { return }
        if books[line.account]?.pollsAll == true, books[line.account]?.isUnlisted(line) == false {
            pollSoon(line.account)
        } else {
            requestLook(at: id)
        }
    }
}
