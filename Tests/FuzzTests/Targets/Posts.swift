import Lines
import Providers
import Randomness
import Transport

/// Posts for the person's own numbers, in every dialect, with any body.
enum Posts {
    private static let scraps = [
        "%", "&", "=", "\"", "{", "}", "[", "\\u", "\n", ": ", "+", ".", "_", "sig=", "\"id\":",
    ]

    @Sendable static func spoil(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        ByteMutator(scraps: scraps).spoiled(sample, &random)
    }
}

extension Target {
    static let posts = Target(name: "posts", inputs: 4000, spoil: Posts.spoil) { input in
        let lines = [OwnLine(name: "home", number: "+4915112345678")]
        for dialect in InboundDialect.allCases {
            let account = Inbound(lines: lines, dialect: dialect, key: Secret("a secret"))
            var request = PushRequest(
                headers: ["X-Signature", "X-Twilio-Signature", "Authorization"].map {
                    ($0, String(decoding: input.prefix(64), as: UTF8.self))
                }, body: input, receivedAt: Instant(milliseconds: 1_769_947_200_000))
            request.query = String(decoding: input.suffix(64), as: UTF8.self)
            request.url = "https://example.org/" + (request.query ?? "")
            do throws(PushRefusal) {
                _ = try account.news(request, secret: nil)
                return "a stranger was believed in \(dialect)"
            } catch {}
        }
        return unsigned(input)
    }

    /// What nobody signs: files, and what a hook is called with.
    private static func unsigned(_ input: [UInt8]) -> String? {
        let text = String(decoding: input, as: UTF8.self)
        for format in MessageFolder.Format.allCases {
            let name = format.message(of: String(text.prefix(60)))
            for name in [name, "IN20261130_044500_00_1.txt", "IN_1_2_3.smsbackup"] {
                guard let name else { continue }
                let post = format.read([input, input], named: name, zone: .utc)
                if let complaint = post.flatMap({ Claim.instant($0.message.receivedAt) }) {
                    return complaint
                }
            }
        }
        for hook in MessageHook.allCases {
            _ = try? hook.message(
                arguments: text.split(separator: " ").prefix(9).map(String.init),
                environment: { _ in text }, file: { _ in input }, zone: .utc, unique: "u")
        }
        return nil
    }
}
