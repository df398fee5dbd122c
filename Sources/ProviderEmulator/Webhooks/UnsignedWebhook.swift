import Lines

/// Unsigned calls to an address that the account's owner entered on a provider's website, with
/// their retries.
///
/// A value: it says which calls are due, and is told how they went.
struct UnsignedWebhook: Sendable {
    private struct Post: Sendable {
        let id: String
        let url: String
        let body: JSON
        var tries = 0
        var due: Instant
        var isSending = false
    }

    /// The address; nil if none is entered.
    private(set) var url: String?
    /// The pause after each failure until the next try; after the last one it is given up.
    let pauses: [Duration]
    /// The number of failed calls in a row after which the provider turns it off; nil if it never
    /// does.
    let mostFailures: Int?
    private(set) var failures = 0
    private var posts: [Post] = []
    private var count = 0

    init(pauses: [Duration], mostFailures: Int? = nil) {
        self.pauses = pauses
        self.mostFailures = mostFailures
    }

    /// Enters an address, which also turns it on again.
    mutating func set(_ url: String?) {
        self.url = url
        failures = 0
        posts = []
    }

    /// - Parameter other: an address given for this subject alone.
    mutating func post(_ body: JSON, to other: String? = nil, at now: Instant) {
        guard let url = other ?? url else { return }
        count += 1
        posts.append(Post(id: "post_\(count)", url: url, body: body, due: now))
    }

    mutating func due(at now: Instant) -> [WebhookCall] {
        var calls: [WebhookCall] = []
        for index in posts.indices where !posts[index].isSending && posts[index].due <= now {
            posts[index].isSending = true
            posts[index].tries += 1
            calls.append(
                WebhookCall(
                    id: posts[index].id, url: posts[index].url,
                    headers: [("Content-Type", "application/json")],
                    body: Array(posts[index].body.description.utf8)))
        }
        return calls
    }

    mutating func record(_ id: String, status: Int?, at now: Instant) {
        guard let index = posts.firstIndex(where: { $0.id == id && $0.isSending }) else { return }
        guard status != 200 else {
            failures = 0
            posts.remove(at: index)
            return
        }
        failures += 1
        let tries = posts[index].tries
        if tries <= pauses.count {
            posts[index].isSending = false
            posts[index].due = now + pauses[tries - 1]
        } else {
            posts.remove(at: index)
        }
        if let mostFailures, failures >= mostFailures {
            url = nil
            posts = []
        }
    }
}
