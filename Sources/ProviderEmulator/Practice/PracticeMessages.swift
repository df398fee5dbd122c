import Randomness

/// Texts that strangers send to a rented number: codes, parcels, advertising, and sometimes bytes
/// that do harm if text is not treated as text.
enum PracticeMessages {
    /// A verification code in the service's wording.
    static func code(from service: String, using random: inout SeededRandom) -> EmulatedSMS {
        let code = digits(6, using: &random)
        let halves = "\(code.prefix(3)) \(code.suffix(3))"
        return switch service {
        case "WhatsApp":
            EmulatedSMS(
                sender: "WhatsApp",
                text: "\(halves) is your WhatsApp code. Don't share this code with others")
        case "Telegram":
            EmulatedSMS(
                sender: "Telegram",
                text: "Telegram code: \(code.prefix(5)). Do not give this code to anyone.")
        case "Google/Gmail":
            EmulatedSMS(sender: "Google", text: "G-\(code) is your Google verification code.")
        default:
            EmulatedSMS(sender: service, text: "Your \(service) verification code is \(code).")
        }
    }

    /// The ordinary messages in turn, so that each script soon has something to do, and a hostile
    /// one every ninth time.
    static func any(_ turn: Int, using random: inout SeededRandom) -> EmulatedSMS {
        if turn % 9 == 0 { return hostile.randomElement(using: &random) ?? bank(using: &random) }
        return switch turn % 6 {
        case 1, 4: bank(using: &random)
        case 2:
            code(
                from: ["WhatsApp", "Telegram", "Google/Gmail"].randomElement(using: &random) ?? "",
                using: &random)
        case 3: parcel(using: &random)
        case 5: advertising.randomElement(using: &random) ?? bank(using: &random)
        default:
            code(from: "Google/Gmail", using: &random)
        }
    }

    private static func bank(using random: inout SeededRandom) -> EmulatedSMS {
        let code = digits(6, using: &random)
        let euros = Int.random(in: 5...480, using: &random)
        return Bool.random(using: &random)
            ? EmulatedSMS(
                sender: "MYBANK",
                text: "MYBANK: use \(code) to confirm your payment of EUR \(euros).90. "
                    + "We never ask for this code.")
            : EmulatedSMS(
                sender: "MYBANK", text: "\(code) is your MYBANK login code, valid for 5 minutes.")
    }

    private static func parcel(using random: inout SeededRandom) -> EmulatedSMS {
        let number = digits(9, using: &random)
        return Bool.random(using: &random)
            ? EmulatedSMS(
                sender: "DHL",
                text: "Your DHL parcel JD\(number) arrives today between 13:15 and 15:15.")
            : EmulatedSMS(
                sender: "PostNL",
                text: "PostNL: pakket 3S\(number) wordt vandaag tussen 10:00 en 12:00 bezorgd.")
    }

    private static let advertising = [
        EmulatedSMS(sender: "CASINO", text: "You have 200 FREE SPINS waiting! Reply STOP to end."),
        EmulatedSMS(sender: "PROMO", text: "Last chance: -70% on everything, today only."),
    ]

    private static let hostile = [
        EmulatedSMS(sender: "MYBANK", text: "🏦 Your balance is low 📉. Top up → 💳"),
        EmulatedSMS(sender: "BANKIL", text: "הקוד שלך הוא 204817 \u{202E}nekot terces"),
        EmulatedSMS(sender: "PROMO", text: "\u{1B}[2J\u{1B}[31mYour terminal is mine\u{7}"),
        EmulatedSMS(sender: "DHL", text: "Parcel notice\nline two\r\nline three\tend"),
        EmulatedSMS(sender: "PROMO", text: "=cmd|' /C calc'!A0"),
        EmulatedSMS(
            sender: "LONGTEXT",
            text: String(repeating: "All work and no play makes a dull message. ", count: 30)),
    ]

    private static func digits(_ count: Int, using random: inout SeededRandom) -> String {
        // A code never starts with a zero here, so that it survives being read as a number.
        String(Int.random(in: 1...9, using: &random))
            + (1..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
    }
}
