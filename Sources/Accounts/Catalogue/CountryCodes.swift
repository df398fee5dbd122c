import Foundation
package import Providers

/// Maps the names of a country (an ISO 3166 code, a calling code, or an English name in any usual
/// spelling) to its ISO 3166 code.
///
/// Providers name countries differently ("England", "United Kingdom", "Great Britain"), and so do
/// people; the code is what all names have in common. The names come from the Unicode locale data,
/// with a few additions that providers and people are known to use.
package enum CountryCodes {
    /// The codes a word may mean: none, one, or several as for `+1`.
    package static func codes(of word: String) -> Set<String> {
        if word.hasPrefix("00") { return codes(of: "+" + word.dropFirst(2)) }
        if word.hasPrefix("+") { return byCall[word.filter(\.isNumber)] ?? [] }
        if let code = byCode[word.uppercased()] { return [code] }
        return code(ofName: word).map { [$0] } ?? []
    }

    /// The code a word means; nil if there are none or several.
    package static func code(of word: String) -> String? {
        let codes = codes(of: word)
        return codes.count == 1 ? codes.first : nil
    }

    /// Adds the code to a country if its name reveals it.
    package static func complete(_ country: Country) -> Country {
        var country = country
        country.code = country.code ?? code(of: country.name)
        return country
    }

    /// The country code of a rental's numbers, if its name reveals it.
    package static func code(of offer: RentalOffer) -> String? {
        offer.country.flatMap { code(of: $0) } ?? code(of: offer.name)
            ?? offer.region.flatMap { code(of: $0) }
    }

    /// Whether a name is just that of a country, without an addition such as "(virtual)".
    package static func isPlain(_ name: String) -> Bool { byName[plain(name)] != nil }

    /// A name in normalised spelling: no capitals, accents, punctuation or articles.
    package static func plain(_ name: String) -> String {
        let bare = name.folding(
            options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil
        ).filter { !"'’`.".contains($0) }
        let words = bare.split { !$0.isLetter && !$0.isNumber }
        return words.filter { $0 != "the" && $0 != "and" }
            .map { $0 == "st" ? "saint" : $0 }.joined(separator: " ")
    }

    private static func code(ofName name: String) -> String? {
        if let code = byName[plain(name)] { return code }
        // "USA (virtual)", "Korea (South)".
        if let open = name.firstIndex(of: "("), open > name.startIndex {
            let inside = name[name.index(after: open)...].prefix { $0 != ")" }
            let outside = String(name[..<open])
            return byName[plain(inside + " " + outside)] ?? byName[plain(outside)]
        }
        // "Korea, Republic of".
        let parts = name.split(separator: ",", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return byName[plain(parts[1] + " " + parts[0])] ?? byName[plain(String(parts[0]))]
    }

    private static let byName: [String: String] = {
        let english = Locale(identifier: "en_US")
        var codes: [String: String] = [:]
        for region in Locale.Region.isoRegions where region.identifier.count == 2 {
            guard let name = english.localizedString(forRegionCode: region.identifier) else {
                continue
            }
            codes[plain(name)] = region.identifier
            // "Myanmar (Burma)" has two names.
            for part in name.split(whereSeparator: { "()".contains($0) }) where name.contains("(") {
                codes[plain(String(part))] = region.identifier
            }
        }
        for (code, names) in others { for name in names { codes[plain(name)] = code } }
        return codes
    }()

    private static let byCode: [String: String] = {
        var codes: [String: String] = [:]
        for pair in ofThreeLetters.split(whereSeparator: \.isWhitespace) {
            let code = String(pair.prefix(2))
            codes[code] = code
            codes[String(pair.dropFirst(2))] = code
        }
        return codes.merging(["UK": "GB", "XK": "XK", "XKX": "XK"]) { $1 }
    }()

    private static let byCall: [String: Set<String>] = {
        var codes: [String: Set<String>] = [:]
        for pair in callingCodes.split(whereSeparator: \.isWhitespace) {
            codes[String(pair.dropLast(2)), default: []].insert(String(pair.suffix(2)))
        }
        return codes
    }()

    private static let others: [String: [String]] = [
        "AE": ["UAE", "Emirates"], "AG": ["Antigua"], "BA": ["Bosnia", "BiH"],
        "BO": ["Plurinational State of Bolivia"], "BN": ["Brunei Darussalam"],
        "CD": [
            "DR Congo", "DRC", "Democratic Republic of Congo", "Congo Kinshasa",
            "Congo Dem Republic",
            "Congo Dem Rep", "DRCongo",
        ],
        "CG": ["Congo", "Republic of Congo", "Congo Brazzaville"],
        "CI": ["Ivory Coast", "Cote d Ivoire"], "CV": ["Cabo Verde"],
        "CZ": ["Czech Republic", "Czech"], "DO": ["Dominicana"],
        "FM": ["Federated States of Micronesia"],
        "GB": [
            "England", "Great Britain", "Britain", "UK", "Scotland", "Wales", "Northern Ireland",
            "United Kingdom of Great Britain and Northern Ireland",
        ],
        "GM": ["The Gambia"], "HK": ["Hong Kong"], "IR": ["Islamic Republic of Iran"],
        "KG": ["Kirghizia"], "KN": ["Saint Kitts", "Saint Kitts and Nevis"],
        "KP": ["North Korea", "Democratic Peoples Republic of Korea"],
        "KR": ["Korea", "South Korea", "Republic of Korea"],
        "LA": ["Laos", "Lao", "Lao Peoples Democratic Republic"], "LC": ["Saint Lucia"],
        "MD": ["Republic of Moldova"], "MK": ["Macedonia", "North Macedonia", "FYROM"],
        "MM": ["Burma", "Myanmar"], "MO": ["Macau", "Macao"], "NL": ["Holland"],
        "PG": ["Papua New Gvineya"], "PS": ["Palestine", "State of Palestine"], "RE": ["Reunion"],
        "RU": ["Russian Federation"], "SV": ["Salvador"], "SY": ["Syrian Arab Republic"],
        "SZ": ["Swaziland", "Eswatini"], "TL": ["East Timor", "Timor"],
        "TR": ["Turkey", "Turkiye"],
        "TT": ["Trinidad"], "TW": ["Taiwan", "Taiwan Province of China"],
        "TZ": ["United Republic of Tanzania"],
        "US": ["USA", "United States of America", "America"],
        "VA": ["Vatican", "Holy See"], "VC": ["Saint Vincent"],
        "VE": ["Bolivarian Republic of Venezuela"], "VN": ["Viet Nam"], "XK": ["Kosovo"],
    ]
}
