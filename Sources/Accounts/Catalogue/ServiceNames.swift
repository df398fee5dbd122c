/// Known names of services: a name, a part of it as in "Google/Gmail", the short code of the
/// handler_api protocol, or another name from the same company.
///
/// Two words mean the same service if they have a name in common.
package enum ServiceNames {
    /// All names of the service a word means, normalised, the usual one first. Short codes are left
    /// out: elsewhere they may be the name of another service.
    package static func names(of word: String) -> [String] {
        let own = parts(of: word)
        let known = own.compactMap { groupOf[$0] }.flatMap { groups[$0].names }
        var seen: Set<String> = []
        return (known + own.filter { !codes.contains($0) || known.isEmpty })
            .filter { seen.insert($0).inserted }
    }

    /// The short code of the service a word means.
    package static func code(of word: String) -> String? {
        parts(of: word).lazy.compactMap { groupOf[$0] }.first.map { groups[$0].code }
    }

    /// Whether a word is a complete name or code. It is then never treated as a prefix of another
    /// name.
    package static func isKnown(_ word: String) -> Bool { groupOf[plain(word)] != nil }

    /// The name and its parts, without capitals, spaces and punctuation.
    package static func parts(of name: String) -> [String] {
        let parts = name.split { "/|,()".contains($0) }.map { plain($0) }
        return ([plain(name)] + parts).filter { !$0.isEmpty }
    }

    package static func plain(_ name: some StringProtocol) -> String {
        String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// The short codes of the handler_api protocol, with the usual name first.
    private static let groups: [(code: String, names: [String])] = [
        ("uk", ["airbnb"]), ("hw", ["alipay"]), ("am", ["amazon", "amazonwebservices", "aws"]),
        ("wx", ["apple", "icloud"]), ("aon", ["binance"]), ("re", ["coinbase"]),
        ("ds", ["discord"]), ("dh", ["ebay"]), ("fb", ["facebook"]),
        ("go", ["google", "gmail", "youtube"]), ("im", ["imo"]), ("ig", ["instagram", "threads"]),
        ("kt", ["kakaotalk", "kakao"]), ("me", ["line", "linemessenger"]), ("tn", ["linkedin"]),
        ("ma", ["mailru"]), ("mm", ["microsoft", "outlook", "hotmail", "azure"]),
        ("nv", ["naver"]), ("nf", ["netflix"]), ("dr", ["openai", "chatgpt"]), ("ts", ["paypal"]),
        ("bw", ["signal"]), ("fu", ["snapchat"]), ("alj", ["spotify"]), ("mt", ["steam"]),
        ("tg", ["telegram"]), ("lf", ["tiktok", "douyin"]), ("oi", ["tinder"]),
        ("hb", ["twitch"]), ("tw", ["twitter", "x"]), ("ub", ["uber", "ubereats"]),
        ("vi", ["viber"]), ("vk", ["vkontakte", "vk"]), ("wb", ["wechat", "weixin"]),
        ("wa", ["whatsapp"]), ("mb", ["yahoo"]), ("ya", ["yandex"]),
    ]

    private static let codes = Set(groups.map(\.code))

    private static let groupOf: [String: Int] = {
        var places: [String: Int] = [:]
        for (index, group) in groups.enumerated() {
            for name in group.names + [group.code] { places[name] = index }
        }
        return places
    }()
}
