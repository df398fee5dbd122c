import Foundation

/// The notices if no account is configured: that nothing is real, and what is missing for the full
/// experience.
struct Practice {
    let home: Home

    var notices: [String] {
        let notice =
            "Practice mode: no accounts configured. This uses an embedded emulator and spends "
            + "nothing."
        guard scripts(in: home.scripts).isEmpty else { return [notice] }
        return [
            notice,
            "There are no scripts in \(home.scripts), so messages are stored but not forwarded. "
                + "`linekeeper init` puts some there.",
        ]
    }

    private func scripts(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasSuffix(".lua") }
    }
}
