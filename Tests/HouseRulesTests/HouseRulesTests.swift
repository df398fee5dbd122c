import Foundation
import Testing
import TestSupport

/// The rules of the house that a machine can check: what may know what, how long a file may be, and
/// where time, chance and identity may come from.
@Suite("The house rules")
struct HouseRulesTests {
    private struct SourceFile {
        var module: String
        var name: String
        var lines: [Substring]
    }

    private static let sources = files(in: "Sources")

    private static func files(in place: String) -> [SourceFile] {
        let folder = SourceTree.root.appending(path: place).path
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
            guard let text = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            else { return nil }
            return SourceFile(
                module: String(name.prefix { $0 != "/" }), name: name,
                lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    /// Which of our own modules each may import: arrows point down only.
    private static let mayImport: [String: Set<String>] = [
        "Codes": ["CCodeWords"],
        "Lines": ["Codes"],
        "Transport": ["Lines"],
        "Networking": ["Lines", "Transport"],
        "Providers": ["Lines", "Transport"],
        "Storage": ["CProcess", "CSQLite", "Codes", "Lines"],
        "Scripting": ["CLua", "CProcess", "Lines", "Transport"],
        "Channels": ["CCurl", "CMosquitto", "Lines", "Transport"],
        "Accounts": ["Lines", "Transport", "Providers", "Storage", "Channels"],
        "Keeping": [
            "Accounts", "Lines", "Transport", "Providers", "Storage", "Scripting", "Channels",
        ],
        "Running": [
            "Accounts", "Keeping", "Lines", "Transport", "Providers", "Storage", "Scripting",
            "Channels",
        ],
        "Rehearsing": ["Keeping", "Scripting", "Transport", "Lines"],
        "Configuring": [
            "Keeping", "Lines", "Transport", "Networking", "Providers", "Scripting", "Channels",
        ],
        "Serving": ["Lines"],
        "Control": [
            "Lines", "Transport", "Networking", "Providers", "Storage", "Scripting", "Channels",
            "Accounts", "Keeping", "Running", "Serving",
        ],
        "Push": ["Lines", "Transport", "Providers", "Accounts", "Keeping", "Running", "Serving"],
        "Console": ["CLibEdit", "Lines", "Control"],
        "Chats": ["Channels", "Console", "Lines", "Transport"],
        "Randomness": [],
        "ProviderEmulator": ["Lines", "Randomness"],
        "EmulatorServer": ["Lines", "ProviderEmulator"],
        "VirtualTime": ["Lines", "Randomness"],
    ]

    @Test func `are checked on all sources`() {
        #expect(Set(Self.sources.map(\.module)).isSuperset(of: Self.mayImport.keys))
        #expect(Self.sources.count > 150)
    }

    @Test func `let a module know only those below it`() {
        let ours = Set(Self.mayImport.keys).union([
            "CCodeWords", "CCurl", "CLibEdit", "CLua", "CMosquitto", "CProcess", "CSQLite",
            "CShippedFiles",
        ])
        for file in Self.sources {
            guard let allowed = Self.mayImport[file.module] else { continue }
            for line in file.lines {
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place <= 1,
                    words.indices.contains(place + 1)
                else { continue }
                let imported = String(words[place + 1])
                guard ours.contains(imported) else { continue }
                #expect(allowed.contains(imported), "\(file.name) imports \(imported)")
            }
        }
    }

    /// The measurements start the same processes as the tests; what a person runs knows neither.
    @Test func `let nothing that is shipped stand on what tests stand on`() {
        for file in Self.sources where file.module != "Bench" {
            #expect(!file.lines.contains { $0.hasSuffix("import TestSupport") }, "\(file.name)")
        }
    }

    /// What decides is tried without a database, and without time that passes.
    @Test func `let what decides know no store, no actor and no waiting`() {
        let folders =
            ["Accounts/"]
            + [
                "Adoption", "Calls", "Clock", "Intents", "Money", "Outcomes", "Questions",
                "Receiving", "Settling", "Tracking", "Working",
            ].map { "Keeping/\($0)/" }
        let values = Self.sources.filter { file in
            folders.contains { file.name.hasPrefix($0) }
                || file.name.contains("/KeeperLogic+")
                    && !file.name.hasSuffix("KeeperLogic+Start.swift")
        }
        #expect(values.count > 60)
        for file in values {
            for line in file.lines
            where !line.trimmingPrefix(while: \.isWhitespace).hasPrefix("//") {
                for word in ["await ", "async", "Store(", "store.", "World", "actor ", "keeper."] {
                    #expect(!line.contains(word), "\(file.name): \(line)")
                }
            }
        }
    }

    /// Only what was written, or found written at a start, changes what must outlast a crash.
    @Test func `say that something was written only where it was`() {
        let places = ["Keeping/Writing/", "Keeping/Recovery/", "Keeping/Push/"]
        for file in Self.sources where !places.contains(where: file.name.hasPrefix) {
            for line in file.lines {
                #expect(!line.contains(" Written()"), "\(file.name): \(line)")
            }
        }
    }

    /// What is decided stands where it can be tried as a value; the actor only hands it on.
    @Test func `keep every decision out of the keeper's entries`() {
        let entries = Self.sources.filter { $0.name.hasPrefix("Keeping/Keeper/Keeper+") }
        #expect(entries.count >= 5)
        for file in entries {
            for line in file.lines
            where !line.trimmingPrefix(while: \.isWhitespace).hasPrefix("//") {
                let words = line.split { !$0.isLetter && $0 != "?" }
                let starts = ["if", "guard", "for", "switch", "while", "case"]
                let isBranch =
                    starts.contains { words.first == Substring($0) } || words.contains("??")
                #expect(!isBranch, "\(file.name): \(line)")
            }
        }
    }

    /// The heart is read as a whole: what grows beyond this is a module of its own.
    @Test func `keep the keeper and its logic small enough to be read`() {
        let count = Self.sources.filter { $0.module == "Keeping" }
            .reduce(0) { $0 + $1.lines.count - 1 }
        #expect(count > 5000)
        #expect(count <= 9000)
    }

    @Test func `name imports in order`() {
        for file in Self.sources {
            var last = ""
            for line in file.lines {
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place <= 1,
                    words.count == place + 2
                else {
                    last = ""
                    continue
                }
                let name = words[place + 1].lowercased()
                #expect(last <= name, "\(file.name): \(line)")
                last = name
            }
        }
    }

    @Test func `keep the domain free of clocks, files and waiting`() {
        for file in Self.sources where file.module == "Lines" {
            for line in file.lines where !line.hasSuffix("import Codes") {
                for word in ["import ", " await ", " async ", "FileManager", "print("] {
                    #expect(!line.contains(word), "\(file.name): \(line)")
                }
            }
        }
    }

    @Test func `keep a file to one idea`() {
        for file in Self.sources {
            #expect(file.lines.count <= 300, "\(file.name) has \(file.lines.count) lines")
            #expect(
                file.lines.contains { $0.contains("/// ") }, "\(file.name) does not say why it is")
            for word in ["Utils", "Helpers", "Manager+", "Base.swift", "Impl"] {
                #expect(!file.name.contains(word), "\(file.name)")
            }
        }
    }

    @Test func `keep a test file short enough to be overseen`() {
        for file in Self.files(in: "Tests") {
            // What stands behind the last newline is no line.
            let count = file.lines.count - 1
            #expect(count <= 300, "\(file.name) has \(count) lines")
        }
    }

    @Test func `take time, chance and identity from the world`() {
        // Where worlds are made, and what must measure the machine itself.
        let exempt = [
            "Transport/LiveWorld.swift", "Scripting/Supervisor/MachineTime.swift",
        ]
        for file in Self.sources where !exempt.contains(file.name) && file.module != "Bench" {
            for line in file.lines where !line.contains("///") && !line.contains("using:") {
                for word in ["Date()", "UUID()", ".random(in", "ContinuousClock", "Thread.sleep"] {
                    #expect(!line.contains(word), "\(file.name): \(line)")
                }
            }
        }
    }

    @Test func `leave nothing half done`() {
        let words = ["TODO", "FIXME", " XXX", "try!", " as! ", "fatalError("]
        for file in Self.sources {
            for line in file.lines {
                for word in words {
                    #expect(!line.contains(word), "\(file.name): \(line)")
                }
            }
        }
    }
}
