import Foundation

/// The real samples that fuzzing starts from: text files beside this source, with entries separated
/// by lines of `%%%%`.
enum Corpus {
    static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Corpus").path

    static func samples(_ name: String) -> [[UInt8]] {
        guard let text = try? String(contentsOfFile: "\(folder)/\(name).txt", encoding: .utf8)
        else { return [] }
        let whole = text.hasSuffix("\n") ? text.dropLast() : text[...]
        return whole.components(separatedBy: "\n%%%%\n").map { Array($0.utf8) }
    }
}
