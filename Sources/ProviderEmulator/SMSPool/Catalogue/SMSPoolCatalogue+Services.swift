extension SMSPoolCatalogue {
    /// With the provider's kind of numbers, in the order of its list: by name.
    static let services: [Service] = [
        Service(id: 28, name: "Airbnb"),
        Service(id: 39, name: "Amazon / Amazon Web Services"),
        Service(id: 48, name: "Apple"),
        Service(id: 85, name: "Binance"),
        Service(id: 125, name: "Booking.com"),
        Service(id: 208, name: "Coinbase"),
        Service(id: 273, name: "Discord"),
        Service(id: 310, name: "eBay"),
        Service(id: 329, name: "Facebook"),
        Service(id: 395, name: "Google/Gmail"),
        Service(id: 457, name: "Instagram / Threads"),
        Service(id: 518, name: "LinkedIn"),
        Service(id: 570, name: "Microsoft"),
        Service(id: 620, name: "Netflix"),
        Service(id: 671, name: "OpenAI / ChatGPT"),
        Service(id: 700, name: "PayPal"),
        Service(id: 829, name: "Signal"),
        Service(id: 846, name: "Snapchat"),
        Service(id: 860, name: "Spotify"),
        Service(id: 874, name: "Steam"),
        Service(id: 907, name: "Telegram"),
        Service(id: 924, name: "TikTok"),
        Service(id: 927, name: "Tinder"),
        Service(id: 948, name: "Twitter / X"),
        Service(id: 955, name: "Uber"),
        Service(id: 1012, name: "WhatsApp"),
    ]

    static let pools: [Pool] = [
        Pool(id: 0, name: "Default"),
        Pool(id: 1, name: "Alpha"),
        Pool(id: 2, name: "Bravo"),
        Pool(id: 3, name: "Charlie"),
        Pool(id: 4, name: "Delta"),
        Pool(id: 7, name: "Foxtrot"),
        Pool(id: 11, name: "Lima"),
    ]

    static let foxtrot = Pool(id: 7, name: "Foxtrot")
}
