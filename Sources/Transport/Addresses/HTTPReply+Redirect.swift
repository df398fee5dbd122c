/// The target of a redirect. No redirect is followed automatically, because the key would be sent
/// along.
extension HTTPReply {
    /// The target in a form that may be shown: without login, query and fragment, which could hold
    /// a key; nil if there is no readable target.
    package var leadsTo: String? {
        guard (300...399).contains(status), let location = value(of: "Location") else { return nil }
        let place = location.prefix { $0 != "#" && $0 != "?" }
        if place.hasPrefix("/"), !place.hasPrefix("//") {
            let isPath = place.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
            return isPath ? String(place.prefix(200)) : nil
        }
        return (try? WebAddress(String(place))).map { String($0.url.prefix(200)) }
    }
}
