import Transport

/// The address a channel posts to, with the login from the URL as a separate header.
struct Receiver {
    let url: String
    let authorization: [(name: String, value: String)]
    /// Texts that must not be kept if the receiver quotes them: the password, and anything in the
    /// path or query that could be one.
    let secrets: [Secret]

    init(channel: String, address: String) throws(DeliveryError) {
        let reason: WebAddressFault
        do throws(WebAddressFault) {
            let address = try WebAddress(address)
            url = address.url
            authorization = address.login.map { [("Authorization", $0.authorization)] } ?? []
            secrets =
                (address.login.map { [$0.password] } ?? [])
                + address.target.split { "/?&=".contains($0) }.filter { $0.count >= 8 }
                .map { Secret(String($0)) }
            return
        } catch {
            reason = error
        }
        throw .misconfigured(channel: channel, reason: "its address \(reason)")
    }
}
