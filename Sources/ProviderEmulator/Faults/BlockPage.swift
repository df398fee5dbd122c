/// Web pages in place of API answers, as sent by proxies in front of a provider.
enum BlockPage {
    /// The page of a protection service that took the client for a bot.
    static let forbidden = EmulatedReply(
        status: 403,
        html: """
            <!DOCTYPE html>
            <html lang="en-US"><head><title>Attention Required! | Cloudflare</title>
            <meta charset="UTF-8" /><meta name="robots" content="noindex, nofollow" />
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
            script-src 'nonce-8415340' 'unsafe-eval' https://challenges.cloudflare.com" />
            </head><body><div id="cf-wrapper"><h1>Sorry, you have been blocked</h1>
            <h2>You are unable to access this website</h2>
            <p>Cloudflare Ray ID: <strong>841534555df2663c</strong></p></div></body></html>
            """,
        headers: [("Server", "cloudflare"), ("CF-RAY", "841534555df2663c-AMS")])

    static let serverError = EmulatedReply(
        status: 500,
        html: "<html><head><title>500 Internal Server Error</title></head>"
            + "<body><center><h1>500 Internal Server Error</h1></center></body></html>")
}
