import CShippedFiles
import Scripting

/// One of the files that a new home begins with.
struct ShippedFile {
    /// Where it belongs in a home: `scripts/20-bank.lua`.
    let path: String
    let bytes: [UInt8]

    /// Whether it decides something, or tests what does.
    var isScript: Bool {
        path.hasPrefix("scripts/") && path.hasSuffix(".lua") && !path.hasSuffix(".d.lua")
    }

    /// What was compiled in, and what is printed from the table that scripts are checked by.
    static var all: [ShippedFile] {
        let carried = (0..<cshippedfiles_count()).map { place in
            ShippedFile(
                path: String(cString: cshippedfiles_path(place)),
                bytes: Array(
                    UnsafeBufferPointer(
                        start: cshippedfiles_address(place), count: cshippedfiles_size(place))))
        }
        return carried
            + [
                ("keeper.d.lua", APIReference.luaMeta()), (".luarc.json", APIReference.luarc()),
                (".luacheckrc", APIReference.luacheckrc()),
            ].map { ShippedFile(path: "scripts/" + $0, bytes: Array($1.utf8)) }
    }
}
