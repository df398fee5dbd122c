import Foundation

/// Files that other users of this machine could read although they are private, reported at the
/// start with a remedy. Nothing is changed, because the permissions may be intended.
struct Exposure {
    let home: Home
    let keys: ConfigurationFile.Keys

    /// One sentence per exposed file.
    var warnings: [String] {
        var warnings: [String] = []
        if !keys.plain.isEmpty, isOpen(home.configuration) {
            warnings.append(
                "\(home.configuration) holds keys (\(keys.plain.joined(separator: ", "))) and can be "
                    + "read by other users of this machine. Run: chmod 600 \(home.configuration)")
        }
        for file in keys.files where isOpen(file) {
            warnings.append(
                "\(file) holds a key and can be read by other users of this machine. "
                    + "Run: chmod 600 \(file)")
        }
        if isOpen(home.data) {
            warnings.append(
                "\(home.data), where messages are kept, is open to other users of this machine. "
                    + "Run: chmod 700 \(home.data)")
        } else if isOpen(home.database) {
            warnings.append(
                "\(home.database) can be read by other users of this machine. "
                    + "Run: chmod 600 \(home.database)")
        }
        return warnings
    }

    /// Whether its group or everybody may read or write it, and can reach its folder.
    private func isOpen(_ path: String) -> Bool {
        [mode_t(0o010), 0o001].contains { search in
            guard let own = mode(path), own & (search << 2 | search << 1) != 0 else { return false }
            var folder = path
            while folder != "/", !folder.isEmpty {
                folder = (folder as NSString).deletingLastPathComponent
                guard let mode = mode(folder), mode & search != 0 else { return false }
            }
            return true
        }
    }

    private func mode(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode : nil
    }
}
