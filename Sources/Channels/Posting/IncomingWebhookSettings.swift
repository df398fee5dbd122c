package import Transport

/// The settings of a service's incoming webhook: its URL, which is all that anybody needs to post.
package protocol IncomingWebhookSettings: HTTPChannelSettings {
    var url: Secret { get }
    var timeout: Duration { get set }
    var network: NetworkChoice { get set }

    init(url: Secret)
}

extension IncomingWebhookSettings {
    package init<Keys: ChannelKeys>(from keys: inout Keys) throws(Keys.Fault) {
        guard let url = try keys.secretAddress("url") else {
            throw keys.missing(
                "url", "give the webhook's URL as secret(\"\(Self.kind.uppercased())_URL\")")
        }
        self.init(url: url)
        timeout = try keys.timeout(or: timeout)
        network = try keys.network()
    }

    package var address: String { url.reveal() }

    package var fault: String? { fault(url: url) }
}
