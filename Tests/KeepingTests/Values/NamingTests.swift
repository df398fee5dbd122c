@testable import Accounts
import Lines
import Providers
import Testing

@testable import Keeping

/// What a person may type for a country, a service or a rental, with the lists of every provider.
@Suite("Naming countries and services")
struct NamingTests {
    /// The lists as each provider writes them.
    private static let catalogues: [String: Catalogue] = [
        "smspool": Catalogue(
            countries: [
                Country(id: "1", name: "United States", code: "US"),
                Country(id: "2", name: "United Kingdom", code: "GB"),
                Country(id: "3", name: "Netherlands", code: "NL"),
                Country(id: "77", name: "Korea, South"), Country(id: "78", name: "Vietnam"),
            ],
            services: [
                Service(id: "395", name: "Google/Gmail"), Service(id: "1012", name: "WhatsApp"),
                Service(id: "948", name: "Twitter / X"),
                Service(id: "671", name: "OpenAI / ChatGPT"),
                Service(id: "12", name: "Google Voice"), Service(id: "13", name: "Amazonas"),
            ],
            rentals: [
                RentalOffer(id: "6", name: "United States", prices: [:], isExtendable: true),
                RentalOffer(
                    id: "7", name: "United States (Single service)", prices: [:],
                    isExtendable: true),
                RentalOffer(
                    id: "2", name: "United Kingdom", region: "Europe", prices: [:],
                    isExtendable: true),
            ]),
        "1001sms": Catalogue(
            countries: [
                Country(id: "united-states", name: "United States", code: "US"),
                Country(id: "united-states-virtual", name: "United States (virtual)", code: "US"),
                Country(id: "united-kingdom", name: "Great Britain"),
                Country(id: "cote-d-ivoire", name: "Côte d'Ivoire", code: "CI"),
            ],
            services: [
                Service(id: "google", name: "Google"),
                Service(id: "amazon-aws", name: "Amazon / AWS"),
                Service(id: "whatsapp", name: "WhatsApp"),
            ]),
        "handler-api": Catalogue(
            countries: [
                Country(id: "16", name: "England"), Country(id: "187", name: "USA"),
                Country(id: "12", name: "USA (virtual)"), Country(id: "0", name: "Russia"),
                Country(id: "36", name: "Canada"), Country(id: "62", name: "Türkiye"),
            ],
            services: [
                Service(id: "wa", name: "wa"), Service(id: "go", name: "Google,youtube,Gmail"),
                Service(id: "tw", name: "Twitter"), Service(id: "mb", name: "mb"),
            ]),
        "virtualsms": Catalogue(
            countries: [
                Country(id: "GB", name: "United Kingdom", code: "GB"),
                Country(id: "US", name: "United States", code: "US"),
            ],
            services: [Service(id: "wa", name: "WhatsApp"), Service(id: "ts", name: "PayPal")],
            rentals: [
                RentalOffer(
                    id: "US/wa", name: "US for wa (network)", country: "US", prices: [:],
                    isExtendable: true),
                RentalOffer(
                    id: "GB", name: "Own numbers", country: "GB", prices: [:], isExtendable: true),
            ]),
        "sms-activate-dev": .unlisted,
    ]

    private func catalogue(_ provider: String) -> Catalogue {
        Self.catalogues[provider] ?? Catalogue()
    }

    @Test(arguments: [
        "GB", "gb", "GBR", "UK", "uk", "England", "united kingdom", "Great Britain", "Britain",
        "United Kingdom of Great Britain and Northern Ireland", "+44", "0044",
    ])
    func `every name of a country is understood at every provider`(word: String) throws {
        let ids = [
            "smspool": "2", "1001sms": "united-kingdom", "handler-api": "16", "virtualsms": "GB",
            "sms-activate-dev": "gb",
        ]
        for (provider, id) in ids {
            #expect(try catalogue(provider).country(word).id == id, "\(provider)")
        }
    }

    @Test(arguments: [
        ("smspool", "US", "1"), ("smspool", "usa", "1"), ("smspool", "1", "1"),
        ("smspool", "The United States of America", "1"), ("smspool", "Holland", "3"),
        ("smspool", "The Netherlands", "3"), ("smspool", "nether", "3"), ("smspool", "net", "3"),
        ("smspool", "KR", "77"),
        ("smspool", "South Korea", "77"), ("smspool", "Korea, Republic of", "77"),
        ("smspool", "Viet Nam", "78"), ("smspool", "VNM", "78"),
        // The plain name takes precedence over one with an addition.
        ("1001sms", "US", "united-states"), ("1001sms", "United-States", "united-states"),
        ("1001sms", "united states (virtual)", "united-states-virtual"),
        ("1001sms", "Ivory Coast", "cote-d-ivoire"), ("1001sms", "cote d'ivoire", "cote-d-ivoire"),
        ("1001sms", "Côte d’Ivoire", "cote-d-ivoire"),
        ("1001sms", "Co\u{302}te d’Ivoire", "cote-d-ivoire"),
        ("1001sms", "+225", "cote-d-ivoire"),
        ("handler-api", "US", "187"), ("handler-api", "12", "12"),
        ("handler-api", "USA (virtual)", "12"), ("handler-api", "Russian Federation", "0"),
        ("handler-api", "Turkey", "62"), ("handler-api", "turkiye", "62"),
        ("virtualsms", "us", "US"), ("sms-activate-dev", "Germany", "de"),
    ])
    func `a country is named by id, name or code`(
        provider: String, word: String, id: String
    ) throws {
        #expect(try catalogue(provider).country(word).id == id)
    }

    @Test(arguments: [
        ("smspool", "whatsapp", "1012"), ("smspool", "wa", "1012"),
        ("smspool", "Whats App", "1012"),
        ("smspool", "1012", "1012"), ("smspool", "google", "395"), ("smspool", "gmail", "395"),
        ("smspool", "go", "395"), ("smspool", "youtube", "395"), ("smspool", "x", "948"),
        ("smspool", "tw", "948"), ("smspool", "chatgpt", "671"), ("smspool", "dr", "671"),
        ("1001sms", "aws", "amazon-aws"), ("1001sms", "am", "amazon-aws"),
        ("1001sms", "gmail", "google"), ("1001sms", "wa", "whatsapp"),
        ("handler-api", "WhatsApp", "wa"), ("handler-api", "wa", "wa"),
        ("handler-api", "gmail", "go"), ("handler-api", "X", "tw"),
        ("handler-api", "yahoo", "mb"), ("virtualsms", "paypal", "ts"),
        ("virtualsms", "what", "wa"), ("sms-activate-dev", "wa", "whatsapp"),
        ("sms-activate-dev", "Telegram", "telegram"), ("sms-activate-dev", "some shop", "someshop"),
    ])
    func `a service is named by id, name, part of a name or short code`(
        provider: String, word: String, id: String
    ) throws {
        #expect(try catalogue(provider).service(word).id == id)
    }

    @Test(arguments: [
        ("smspool", "6", "6"), ("smspool", "united states", "6"), ("smspool", "USA", "6"),
        ("smspool", "UK", "2"), ("virtualsms", "us", "US/wa"), ("virtualsms", "England", "GB"),
        ("smspool", "United States (S", "7"),
    ])
    func `a rental is named by id, name or country`(
        provider: String, word: String, id: String
    ) throws {
        #expect(try catalogue(provider).rental(word).id == id)
    }

    @Test func `what could be several is not guessed at`() {
        let catalogue = Catalogue(
            countries: [
                Country(id: "1", name: "United States", code: "US"),
                Country(id: "36", name: "Canada", code: "CA"),
            ],
            services: [
                Service(id: "1", name: "Tinder Gold"), Service(id: "2", name: "Tinder Plus"),
            ])
        #expect(message { try catalogue.country("+1") }.contains("United States (1), Canada (36)"))
        #expect(message { try catalogue.service("tinde") }.contains("Tinder Gold (1)"))
        #expect(message { try catalogue.country("un") }.contains("has no country un"))
    }

    @Test(arguments: ["smspool", "sms-activate-dev"])
    func `what is not there is told with the command that lists what is`(provider: String) {
        for empty in ["", " "] {
            #expect(
                message { try catalogue(provider).country(empty) }
                    == "The provider has no country without a name. `offers --countries` lists "
                    + "them.")
            #expect(
                message { try catalogue(provider).service(empty) }
                    == "The provider has no service without a name. `offers --services` lists "
                    + "them.")
            #expect(throws: KeeperError.self) { try catalogue(provider).rental(empty) }
        }
        #expect(catalogue("smspool").rentals(in: "").isEmpty)
        #expect(
            message { try catalogue("smspool").country("Atlantis") }
                .contains("`offers --countries` lists"))
        #expect(
            KeeperError.noSuchLine("").description.hasPrefix("There is no line without a name."))
    }

    /// For another provider it is the id of another country.
    @Test func `a calling code without its plus is asked about`() {
        #expect(
            message { try catalogue("smspool").country("44") }
                == "The provider has no country 44. Did you mean +44?")
    }

    /// Otherwise money would buy a service other than the intended one.
    @Test(arguments: ["am", "amazon", "vk", "", "-", "g", "mb"])
    func `a code or a fragment never buys what only begins with it`(word: String) {
        #expect(throws: KeeperError.self) { try catalogue("smspool").service(word) }
    }

    @Test(arguments: ["", "-", "Atlantis", "XX", "u", "+", "+999"])
    func `no country is made up`(word: String) {
        for (provider, catalogue) in Self.catalogues {
            #expect(throws: KeeperError.self, "\(provider)") { try catalogue.country(word) }
        }
    }

    @Test func `offers of a country are found by any of its names`() {
        for word in ["US", "usa", "United States", "1", "States"] {
            #expect(catalogue("smspool").rentals(in: word).map(\.id) == ["6", "7"], "\(word)")
        }
        #expect(catalogue("virtualsms").rentals(in: "United States").map(\.id) == ["US/wa"])
        #expect(catalogue("smspool").rentals(in: "Chad").isEmpty)
    }

    @Test func `lists are searched by every name`() {
        #expect(catalogue("handler-api").countries(matching: "UK").map(\.id) == ["16"])
        #expect(catalogue("handler-api").countries(matching: "us").map(\.id) == ["187", "12", "0"])
        #expect(catalogue("smspool").services(matching: "go").map(\.id) == ["395", "12"])
        #expect(catalogue("smspool").services(matching: "").count == 6)
        #expect(catalogue("smspool").countries(matching: "").count == 5)
    }

    @Test func `a line's country is recognised by its name, its code or its id in the list`() {
        let isAmerican = catalogue("handler-api").meaning(ofCountry: "USA")
        for written in ["US", "usa", "United States", "187", "12"] {
            #expect(isAmerican(written), "\(written)")
        }
        for written in ["GB", "England", "16", "0", "999", nil] {
            #expect(!isAmerican(written), "\(written ?? "none")")
        }
        let isThere = catalogue("smspool").meaning(ofCountry: "Atlantis")
        #expect(isThere("atlantis") && !isThere("Netherlands"))
    }

    @Test func `a line's service is recognised by its name, its code or its id in the list`() {
        let isGoogle = catalogue("smspool").meaning(ofService: "gmail")
        for written in ["Google", "Google/Gmail", "395", "youtube"] {
            #expect(isGoogle(written), "\(written)")
        }
        for written in ["WhatsApp", "1012", nil] {
            #expect(!isGoogle(written), "\(written ?? "none")")
        }
    }

    private func message(_ body: () throws -> some Any) -> String {
        do {
            _ = try body()
            return ""
        } catch {
            return "\(error)"
        }
    }
}
