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
        let advice =
            shipped.map { "Linekeeper comes with some: cp \($0)/*.lua \(home.scripts)/" }
            ?? "See docs/scripts.md for how to write one."
        return [
            notice,
            "There are no scripts in \(home.scripts), so messages are stored but not forwarded. "
                + advice,
        ]
    }

    /// The scripts shipped with this program: beside its installation, or in the checkout it was
    /// built in. Nil if it was moved away from both.
    private var shipped: String? {
        guard let program = realpath("/proc/self/exe", nil) else { return nil }
        defer { free(program) }
        let folder = URL(fileURLWithPath: String(cString: program)).deletingLastPathComponent()
        return ["../share/linekeeper/scripts", "../../../scripts"]
            .map { folder.appendingPathComponent($0).standardizedFileURL.path }
            .first { !scripts(in: $0).isEmpty }
    }

    private func scripts(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasSuffix(".lua") }
    }
}
