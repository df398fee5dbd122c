/// The protocol's own country numbers, as far as they are public: most answers name a country only
/// by its number.
enum HandlerAPICountry {
    private static let known: [String: (code: String, name: String)] = [
        "0": ("RU", "Russia"), "1": ("UA", "Ukraine"), "2": ("KZ", "Kazakhstan"),
        "6": ("ID", "Indonesia"), "12": ("US", "United States (virtual)"),
        "16": ("GB", "United Kingdom"), "22": ("IN", "India"), "36": ("CA", "Canada"),
        "43": ("DE", "Germany"), "78": ("FR", "France"), "187": ("US", "United States"),
    ]

    /// The ISO code for a number; nil if it is unknown.
    static func code(of number: String?) -> String? { number.flatMap { known[$0]?.code } }

    /// A country by its number, with the known name or the number itself.
    static func country(_ number: String, name: String? = nil) -> Country {
        Country(
            id: number, name: name ?? known[number]?.name ?? "Country \(number)",
            code: known[number]?.code)
    }
}
