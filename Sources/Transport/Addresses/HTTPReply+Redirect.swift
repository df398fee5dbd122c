/// Where an answer sends whoever asked. Nothing here ever goes there by itself: the key would go along.
extension HTTPReply {
    /// The target of a redirect as it may be shown: without login, query and fragment, where a key
    /// could be; nil when there is none that could be read.
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
