extension SMSPoolCatalogue {
    /// With the provider's own numbers, in the order of its list: by region.
    static let countries: [Country] = [
        Country(
            id: 1, name: "United States", shortName: "US", region: "North America",
            callingCode: "1", prefixes: ["212", "305", "415", "646", "737"], length: 10),
        Country(
            id: 2, name: "United Kingdom", shortName: "GB", region: "Europe",
            callingCode: "44", prefixes: ["74", "75", "77", "79"], length: 10),
        Country(
            id: 3, name: "Netherlands", shortName: "NL", region: "Europe",
            callingCode: "31", prefixes: ["61", "62", "64", "68"], length: 9),
        Country(
            id: 5, name: "Latvia", shortName: "LV", region: "Europe",
            callingCode: "371", prefixes: ["20", "26", "29"], length: 8),
        Country(
            id: 6, name: "Sweden", shortName: "SE", region: "Europe",
            callingCode: "46", prefixes: ["70", "72", "76"], length: 9),
        Country(
            id: 8, name: "Portugal", shortName: "PT", region: "Europe",
            callingCode: "351", prefixes: ["91", "93", "96"], length: 9),
        Country(
            id: 10, name: "Estonia", shortName: "EE", region: "Europe",
            callingCode: "372", prefixes: ["53", "55", "58"], length: 8),
        Country(
            id: 13, name: "Romania", shortName: "RO", region: "Europe",
            callingCode: "40", prefixes: ["72", "74", "76"], length: 9),
        Country(
            id: 21, name: "Poland", shortName: "PL", region: "Europe",
            callingCode: "48", prefixes: ["50", "60", "78"], length: 9),
        Country(
            id: 23, name: "France", shortName: "FR", region: "Europe",
            callingCode: "33", prefixes: ["61", "66", "75"], length: 9),
        Country(
            id: 24, name: "Germany", shortName: "DE", region: "Europe",
            callingCode: "49", prefixes: ["151", "157", "176"], length: 11),
        Country(
            id: 32, name: "Ireland", shortName: "IE", region: "Europe",
            callingCode: "353", prefixes: ["83", "85", "87"], length: 9),
        Country(
            id: 55, name: "Spain", shortName: "ES", region: "Europe",
            callingCode: "34", prefixes: ["61", "64", "67"], length: 9),
        Country(
            id: 130, name: "Finland", shortName: "FI", region: "Europe",
            callingCode: "358", prefixes: ["40", "44", "50"], length: 9),
        Country(
            id: 9, name: "Indonesia", shortName: "ID", region: "Asia",
            callingCode: "62", prefixes: ["812", "813", "857"], length: 11),
        Country(
            id: 68, name: "Brazil", shortName: "BR", region: "South America",
            callingCode: "55", prefixes: ["119", "219", "319"], length: 11),
    ]
}
