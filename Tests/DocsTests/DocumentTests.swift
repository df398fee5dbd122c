import Console
import Foundation
import Testing

@Suite struct DocumentTests {
    private let checkout = Checkout()

    @Test func `every relative link leads to a file, and to a heading where it names one`() throws {
        let documents = try checkout.documents()
        var count = 0
        for document in documents {
            for link in document.relativeLinks {
                count += 1
                let parts = link.split(separator: "#", omittingEmptySubsequences: false)
                let target = parts[0].isEmpty ? document.path : path(parts[0], from: document)
                #expect(checkout.holds(target), "\(document.path): \(link)")
                guard parts.count == 2 else { continue }
                let anchors = try checkout.document(target).anchors
                #expect(anchors.contains(String(parts[1])), "\(document.path): \(link)")
            }
        }
        // A pattern that finds nothing would pass for the wrong reason.
        #expect(count > 30)
    }

    @Test func `every source file that is named is there`() throws {
        let names = try checkout.documents().flatMap(\.namedSources)
        #expect(!names.isEmpty)
        for name in names { #expect(checkout.holds("Sources/" + name), "\(name)") }
    }

    @Test func `every module and folder of the heart says what may not go there`() throws {
        let text = try checkout.text("docs/architecture.md")
        let folders =
            try checkout.folders("Sources").map { ($0, "module") }
            + ["Accounts", "Keeping", "Running"].flatMap { module in
                try checkout.folders("Sources/\(module)").map { ($0, "folder of `\(module)`") }
            }
        #expect(folders.count > 40)
        for (folder, kind) in folders {
            let table = text.split(separator: "\n\n").first { $0.contains("| \(kind) |") } ?? ""
            let row = table.split(separator: "\n").first {
                $0.hasPrefix("| `\(folder)` |")
                    || $0.hasPrefix("| `CLua`") && $0.contains("`\(folder)`")
            }
            #expect(row?.split(separator: "|").count == 3, "\(kind): \(folder)")
        }
    }

    @Test func `the way of a message names a function of each file`() throws {
        let text = try checkout.text("docs/architecture.md")
        let steps = text.matches(of: /(?m)^ {2}(\w+\/\S+\.swift) +\w+\.(\w+):/)
        #expect(steps.count > 10)
        for step in steps {
            let source = try checkout.text("Sources/\(step.1)")
            #expect(source.contains("func \(step.2)("), "\(step.1): \(step.2)")
        }
    }

    @Test func `every command that is typed is one`() throws {
        let known = Set(CommandList.names).union([
            "serve", "receive", "restore", "emulator", "test", "init",
        ])
        let typed = try checkout.documents().flatMap(\.typedCommands)
        #expect(typed.count > 30)
        for command in typed { #expect(known.contains(command), "\(command)") }
    }

    private func path(_ link: Substring, from document: Document) -> String {
        let folder = URL(fileURLWithPath: "/" + document.path).deletingLastPathComponent()
        return String(folder.appending(path: link).standardized.path.dropFirst())
    }
}
