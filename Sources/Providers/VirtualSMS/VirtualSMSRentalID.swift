/// The id of a rental that can be bought: a country's own numbers, or one service of the suppliers'
/// network.
///
/// The provider has no ids for its products, so these consist of the parameters of an order: `GB`,
/// and `network/GB/wa`.
enum VirtualSMSRentalID: Equatable, Sendable {
    case own(country: String)
    case network(country: String, service: String)

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 1 where !parts[0].isEmpty: self = .own(country: parts[0])
        case 3 where parts[0] == "network" && !parts[1].isEmpty && !parts[2].isEmpty:
            self = .network(country: parts[1], service: parts[2])
        default: return nil
        }
    }

    var text: String {
        switch self {
        case .own(let country): country
        case .network(let country, let service): "network/\(country)/\(service)"
        }
    }

    /// The numbers of days for which the network rents.
    static let networkDays = [1, 3, 7]

    /// The network's number for a country; nil if there is none.
    ///
    /// This is the old numbering of the sms-activate protocol, which only purchases from the
    /// network need. A dash marks a number that is not assigned.
    static func networkNumber(of country: String) -> Int? {
        let code = Substring(country.uppercased())
        guard code != "-" else { return nil }
        return code == "US" ? 187 : numbered.firstIndex(of: code)
    }

    private static let numbered = """
        RU UA KZ CN PH MM ID MY KE TZ VN KG - IL HK PL GB MG CD NG MO EG IN IE KH LA HT CI GM RS \
        YE ZA RO CO EE AZ CA MA GH AR UZ CM TD DE LT HR SE IQ NL LV AT BY TH SA MX TW ES IR DZ SI \
        BD SN TR CZ LK PE PK NZ GN ML VE ET MN BR AF UG AO CY FR PG MZ NP BE BG HU MD IT PY HN TN \
        NI TL BO CR GT AE ZW PR SD TG KW SV LY JM TT EC SZ OM BA DO SY QA PA CU MR SL JO PT BB BI \
        BJ BN BS BW - CF - GD GE GR GW GY IS KM KN LR LS MW NA NE RW SK SR TJ MC BH RE ZM
        """.split(separator: " ")
}
