import Channels

/// An answer cut into as many posts as it needs, but not more than a person would scroll through.
struct ChatPages {
    /// How many posts one command may be answered with.
    static let most = 3

    /// In UTF-16 units.
    let limit: Int

    /// The parts of each post. Only between lines is an answer cut, but for a line that is longer than a
    /// post; what is beyond the last post is left out and said so.
    func pages(_ parts: [ChatPost.Part]) -> [[ChatPost.Part]] {
        var pages: [[ChatPost.Part]] = [[]]
        var room = limit
        var left = 0
        for part in parts {
            for line in part.text.split(separator: "\n", omittingEmptySubsequences: false) {
                // With the line break before it.
                let size = min(line.utf16.count, limit) + 1
                if size > room {
                    guard pages.count < Self.most else {
                        left += 1
                        continue
                    }
                    pages.append([])
                    room = limit
                }
                guard left == 0 else {
                    left += 1
                    continue
                }
                room -= size
                add(String(line), isTable: part.isTable, to: &pages[pages.count - 1])
            }
        }
        guard left > 0 else { return pages.filter { !$0.isEmpty } }
        pages.append([
            ChatPost.Part(
                "\(left) more \(left == 1 ? "line is" : "lines are") left out. "
                    + "Ask for less; `help` and the name of the command tell how.", isTable: false)
        ])
        return pages
    }

    private func add(_ line: String, isTable: Bool, to page: inout [ChatPost.Part]) {
        if let last = page.last, last.isTable == isTable {
            page[page.count - 1].text += "\n" + line
        } else {
            page.append(ChatPost.Part(line, isTable: isTable))
        }
    }
}
