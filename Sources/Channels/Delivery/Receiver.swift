import Transport

/// The address a channel posts to, with the login from the URL as a separate header.
struct Receiver {
    let url: String
    /// The same without a slash at its end, for adding a path.
    let base: String
    let authorization: [(name: String, value: String)]
    /// Texts that must not be kept if the receiver quotes them: the password, and anything in the
    /// path or query that could be one.
    let secrets: [Secret]

    init(channel: String, address: String) throws(DeliveryError) {
        let reason: WebAddressFault
        do throws(WebAddressFault) {
            let address = try WebAddress(address)
            url = address.url
            base = address.base
            authorization = address.login.map { [("Authorization", $0.authorization)] } ?? []
            secrets =
                (address.login.map { [$0.password] } ?? [])
                + Receiver.parts(of: address.target)
            return
        } catch {
            reason = error
        }
        throw .misconfigured(channel: channel, reason: "its address \(reason)")
    }

    /// The parts of an address that are long enough to be a key.
    static func parts(of address: String) -> [Secret] {
        address.split { "/?&=@,".contains($0) }.filter { $0.count >= 8 }.map { Secret(String($0)) }
    }
}
