import ProviderEmulator
import Randomness
import Transport

/// Forms as we write them and as the emulator reads them: every field is read back unchanged.
///
/// An input consists of `NAME` and `VALUE` in turn, separated by line feeds; the first is the
/// boundary.
enum Wrappers {
    private static let mutator = ByteMutator(scraps: [
        "\r\n", "--", "--linekeeper-", "\r\n--linekeeper-abc--\r\n", "&", "=", "%", "+", "\"", ";",
        "\r\n\r\n", "Content-Disposition: form-data; name=\"x\"\r\n\r\n",
    ])

    @Sendable static func spoil(_ sample: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        mutator.spoiled(sample, &random)
    }

    static func fields(_ texts: some Collection<Substring>) -> [(name: String, value: String)] {
        var fields: [(String, String)] = []
        var rest = Array(texts)[...]
        while let name = rest.popFirst() {
            // The emulator expects field names like the providers': plain words.
            let plain = name.filter { $0.isASCII && ($0.isLetter || $0 == "_") }
            fields.append(("f" + plain, String(rest.popFirst() ?? "")))
        }
        return fields
    }

    static func read(_ form: FormBody) -> [(name: String, value: String)] {
        EmulatedRequest(
            method: "POST", target: "/x", headers: [("Content-Type", form.contentType)],
            body: form.bytes
        ).parameters
    }
}

extension Target {
    static let wrappers = Target(name: "wrappers", inputs: 4000, spoil: Wrappers.spoil) { input in
        let text = String(decoding: input, as: UTF8.self)
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        let fields = Wrappers.fields(parts.dropFirst())
        let boundary = String(parts.first ?? "")
        for form in [FormBody.urlEncoded(fields), .multipart(fields, boundary: boundary)] {
            guard Wrappers.read(form).elementsEqual(fields, by: ==) else {
                return "\(form.contentType) is read as something else"
            }
        }
        return nil
    }
}
