import Lines
import Providers
import Storage
import Transport

/// What providers tell by themselves.
///
/// News that carries a message and is the provider's own is stored at once; all other is a hint, and
/// the line is looked at. Polling goes on whatever is pushed, only more calmly: a push that is lost
/// costs time and no message.
extension KeeperLogic {
    /// Takes in what was told.
    ///
    /// - Returns: whether it was about a line of ours.
    @discardableResult
    mutating func take(_ news: PushNews, on name: String) throws(StoreError) -> Bool {
        guard let id = news.providerID.flatMap({ books[name]?.lineByProviderID[$0] }),
            let line = line(id)
        else {
            // Most likely a line that was bought elsewhere, or just now: the lists tell. Where it is
            // not said what it is about, it is about what is waited for.
            if news.providerID == nil {
                pollSoon(name)
            } else {
                listSoon(name)
            }
            return false
        }
        if let message = news.message {
            guard news.providerID == line.providerID else {
                // Of an order that another took the place of.
                try receiveLate([message], on: line, under: line.episode - 1)
                return true
            }
            try receive(pushed: message, on: line)
        } else {
            summon(id)
        }
        return true
    }

    private mutating func receive(
        pushed message: ReceivedMessage, on line: Line
    ) throws(StoreError) {
        let there = time(of: line.account)
        let written = try write([.pushed(message, on: line, there: there)])
        guard !written.records.isEmpty else {
            // It may be another that is alike: a look tells, where there is one.
            if line.kind == .activation { summon(line.id) }
            return
        }
        track(line.id) { tracked in
            tracked.notFoundSince = nil
            tracked.storedList = nil
        }
        wake(.scripts)
    }

    /// A line is to be looked at before anything else.
    mutating func summon(_ id: Line.ID) {
        guard let line = line(id), line.providerID != nil else { return }
        books[line.account]?.looks.add(id)
        wakeLanes(of: line.account)
    }

    /// Something may have come to any of an account's activations: one call tells, where there is one;
    /// else the youngest are looked at.
    private mutating func pollSoon(_ name: String) {
        guard books[name]?.pollsAll == true else {
            for line in linesForFeeds(on: name, atMost: 20) { summon(line.id) }
            return
        }
        books[name]?.account?.polls.isWanted = true
        wakeLanes(of: name)
    }

    /// The lists are asked for soon; hints of strangers bring that about once a minute at most.
    private mutating func listSoon(_ name: String) {
        let there = time(of: name)
        if books[name]?.account?.lists.hint(at: there) == true { wakeLanes(of: name) }
    }

    /// Something was done at the provider that everything held there may be of.
    mutating func listAgain(_ name: String) {
        for line in books[name]?.planned ?? [] where line.state.isHeld { summon(line.id) }
        books[name]?.account?.lists.hurry()
        wakeLanes(of: name)
    }

    // MARK: Webhooks

    /// Takes in a call to the webhook of an account.
    mutating func take(_ request: PushRequest, on name: String) throws(PushFailure) {
        guard let provider = books[name]?.account?.configuration.provider else {
            throw .refused(.unexpected)
        }
        // What is signed bears the provider's time.
        var request = request
        request.receivedAt = time(of: name)
        let news: PushNews?
        do throws(PushRefusal) {
            news = try provider.news(request, secret: books[name]?.pushEndpoint?.secret)
        } catch {
            throw .refused(error)
        }
        guard let news else { return }
        let isOurs: Bool
        do throws(StoreError) {
            isOurs = try take(news, on: name)
        } catch {
            throw .unwritten(error)
        }
        // A text of a line that is only being taken up must not be thrown away: it is sent again.
        let isExpected = books[name]?.account?.configuration.adopts == true || isBuying(on: name)
        if !isOurs, news.message != nil, isExpected { throw .early }
    }

    func pushPlace(of name: String) -> PushPlace? { books[name]?.pushEndpoint }

    /// Where providers may call, as the store has it.
    mutating func learn(_ known: PushPlaces) {
        var found = Written()
        for place in known.places.values { found.add(.endpoint(place)) }
        self.known.take(found)
    }

    mutating func keep(_ place: PushPlace) throws(StoreError) {
        try write([.endpoint(place)])
    }

    /// A rental has received more than its provider tells here: said once for each time there is more.
    mutating func noteUntold(_ count: Int?, on id: Line.ID) throws(StoreError) {
        guard let line = line(id), let count, count > line.messageCount,
            tracked(id)?.reportedMissing != count
        else {
            return
        }
        track(id) { $0.reportedMissing = count }
        let remedy =
            books[line.account]?.pushEndpoint == nil
            ? "`push` in config.lua has them sent from then on" : "its webhook may not get through"
        try note(
            kind: "missed",
            text:
                "It has received \(count) and \(line.messageCount) are here: \(line.account) tells "
                + "what rentals receive only to a webhook, and \(remedy). The rest is on its website.",
            line: id)
    }

    /// What a line received is more than is read of one answer: said once, until it can be read again.
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
                "What \(line.account) lists for it is longer than \(limit >> 20) MiB and was not "
                + "read. Read it on the provider's website; delete old messages there, or take "
                + "another number.",
            line: id)
    }

    // MARK: Feeds

    /// Lines whose news is worth a feed, the youngest first: their codes are the soonest to come.
    func linesForFeeds(on name: String, atMost count: Int) -> [Line] {
        (books[name]?.activations ?? []).sorted {
            ($0.purchasedAt, $0.id) > ($1.purchasedAt, $1.id)
        }
        .prefix(count).map { $0 }
    }

    /// Takes the request that opens a feed out of the budget, or tells how long there is none: feeds are no
    /// way around a provider that asks to be left alone, or does not answer.
    mutating func opening(forFeedOf name: String) -> Duration? {
        let moment = moment
        guard books[name] != nil else { return .minutes(1) }
        return books[name]?.admitFeed(at: moment)
    }

    /// From now on what a line receives is told; what came before is looked for.
    mutating func feedOpened(of id: Line.ID) { setFed(id, true) }

    /// Nothing is told any more; what may have come in the meantime is looked for.
    mutating func feedClosed(of id: Line.ID) {
        guard tracked(id)?.polling.hasFeed == true else { return }
        setFed(id, false)
    }

    private mutating func setFed(_ id: Line.ID, _ isFed: Bool) {
        track(id) { $0.polling.hasFeed = isFed }
        guard let line = line(id), line.state.isHeld else { return }
        if books[line.account]?.pollsAll == true, books[line.account]?.isUnlisted(line) == false {
            pollSoon(line.account)
        } else {
            summon(id)
        }
    }
}
