import Foundation

/// One text of the corpus, and the code a person reads in it.
package struct Sample: Decodable, Sendable {
    package var text: String
    /// Nil if it holds none.
    package var expected: String?
    /// The tag of its language, a dash and what it is like.
    package var kind: String

    package var language: String { String(kind.prefix { $0 != "-" }) }
    /// What it is like, without its language.
    package var subject: String {
        kind.firstIndex(of: "-").map { String(kind[kind.index(after: $0)...]) } ?? kind
    }

    /// Where the corpus lies: beside this file.
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Corpus")

    /// All texts, in the order of the files.
    package static func all() throws -> [Sample] {
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "jsonl" }.sorted { $0.path < $1.path }
        return try files.flatMap { file in
            try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
                try JSONDecoder().decode(Sample.self, from: Data($0.utf8))
            }
        }
    }

    /// Whether it is set aside: one text in four, which nobody should look at while changing the
    /// table or the weights.
    package var isSetAside: Bool {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash >> 32 % 4 == 0
    }
}

extension Sample {
    /// The same text with another code of the same form, wherever it stands.
    ///
    /// - Returns: nil if the code cannot be told from what stands around it.
    package func redrawn(by random: inout some RandomNumberGenerator) -> Sample? {
        guard let expected else { return nil }
        let code = Array(expected.unicodeScalars)
        let drawn = code.enumerated().map { draw($0.element, isFirst: $0.offset == 0, &random) }
        var scalars = Array(text.unicodeScalars)
        var isChanged = false
        for start in scalars.indices {
            guard let places = places(of: code, in: scalars, from: start) else { continue }
            for (place, new) in zip(places, drawn) {
                scalars[place] = rewritten(scalars[place], as: new)
            }
            isChanged = true
        }
        guard isChanged else { return nil }
        var sample = self
        sample.text = String(String.UnicodeScalarView(scalars))
        sample.expected = String(String.UnicodeScalarView(drawn))
        return sample
    }

    private func draw(
        _ old: Unicode.Scalar, isFirst: Bool, _ random: inout some RandomNumberGenerator
    ) -> Unicode.Scalar {
        func pick(_ choice: String) -> Unicode.Scalar {
            choice.unicodeScalars.randomElement(using: &random) ?? old
        }
        switch old {
        case "0"..."9": return pick(isFirst ? "3456789" : "0123456789")
        case "A"..."Z": return pick("BCDFGHJKLMNPQRSTVWXZ")
        case "a"..."z": return pick("bcdfghjkmnpqrstvwxz")
        default: return old
        }
    }

    /// Where the scalars of a code stand, if it begins at `start`; format characters, blanks and
    /// dashes may stand between them.
    private func places(
        of code: [Unicode.Scalar], in scalars: [Unicode.Scalar], from start: Int
    ) -> [Int]? {
        if start > 0, isDigit(scalars[start - 1]), isDigit(scalars[start]) { return nil }
        var places: [Int] = []
        var index = start
        for wanted in code {
            while index < scalars.count, !places.isEmpty, plain(scalars[index]) != wanted,
                isBetween(scalars[index])
            {
                index += 1
            }
            guard index < scalars.count, plain(scalars[index]) == wanted else { return nil }
            places.append(index)
            index += 1
        }
        if index < scalars.count, isDigit(scalars[index]) { return nil }
        return places
    }

    private func isBetween(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .spaceSeparator, .dashPunctuation: true
        default: scalar == "."
        }
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .decimalNumber
    }

    private func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if isDigit(scalar), let value = scalar.properties.numericValue {
            return Unicode.Scalar(UInt8(0x30 + Int(value)))
        }
        return (0xFF21...0xFF5A).contains(scalar.value)
            ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
    }

    /// In the script of the old one.
    private func rewritten(_ old: Unicode.Scalar, as new: Unicode.Scalar) -> Unicode.Scalar {
        let offset = Int(old.value) - Int(plain(old).value)
        return Unicode.Scalar(UInt32(Int(new.value) + offset)) ?? new
    }
}
