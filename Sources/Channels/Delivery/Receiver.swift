import Transport

/// Where a channel posts to: the address as it is called, and the login that was written in it as a
/// header of its own.
struct Receiver {
    let url: String
    let authorization: [(name: String, value: String)]
    /// What must not be kept, should the receiver quote it: the password, and what could be one in the
    /// path or query.
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
