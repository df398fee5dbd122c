import Foundation
import Providers

/// ISO 3166 codes for countries that a provider lists by name alone.
///
/// Names are the English ones of the Unicode locale data; the few that providers are known to write
/// otherwise are listed here.
enum CountryCodes {
    private static let byName: [String: String] = {
        let english = Locale(identifier: "en_US")
        var codes: [String: String] = [:]
        for region in Locale.Region.isoRegions where region.identifier.count == 2 {
            if let name = english.localizedString(forRegionCode: region.identifier) {
                codes[plain(name)] = region.identifier
            }
        }
        return codes.merging(others) { $1 }
    }()

    private static let others = [
        "czech republic": "CZ", "ivory coast": "CI", "burma": "MM", "macedonia": "MK",
        "swaziland": "SZ", "turkey": "TR", "usa": "US", "united states of america": "US",
        "uk": "GB", "england": "GB", "great britain": "GB", "hong kong": "HK", "macau": "MO",
        "palestine": "PS", "congo": "CG", "dr congo": "CD", "bosnia": "BA", "laos": "LA",
        "uae": "AE", "korea": "KR", "russian federation": "RU", "viet nam": "VN",
    ]

    static func code(of name: String) -> String? { byName[plain(name)] }

    private static func plain(_ name: String) -> String {
        name.lowercased().replacing("&", with: "and").replacing(".", with: "")
    }

    /// The country with its code, when its name tells it.
    static func complete(_ country: Country) -> Country {
        var country = country
        country.code = country.code ?? code(of: country.name)
        return country
    }
}
