import Foundation

/// The ways to a clipboard, given where the process runs.
///
/// The terminal's own is reached by an escape sequence (OSC 52), which also crosses SSH; the
/// desktop's by a program. A terminal does not report whether it took the text, so both are used.
struct Clipboard: Equatable {
    /// Programs that read the text, each tried.
    var programs: [[String]]
    /// Whether a terminal that understands sequences is there.
    var hasTerminal: Bool
    /// Whether tmux is between the process and that terminal.
    var isInTmux: Bool

    /// - Parameter hasTerminal: whether standard output or standard error is one.
    init(environment: [String: String], hasTerminal: Bool, isMac: Bool = Self.isMac) {
        func has(_ name: String) -> Bool { environment[name]?.isEmpty == false }
        isInTmux = has("TMUX")
        self.hasTerminal = hasTerminal && !["", "dumb"].contains(environment["TERM"] ?? "")
        let isRemote = has("SSH_CONNECTION") || has("SSH_TTY")
        programs = []
        // tmux ignores the sequence of a program unless set-clipboard is "on", and passes it through
        // only with allow-passthrough; its own command sets the clipboard with the default
        // "external" as well (since 3.2).
        if isInTmux { programs.append(["tmux", "load-buffer", "-w", "-"]) }
        if isMac {
            // Over SSH it is the other machine's.
            if !isRemote { programs.append(["pbcopy"]) }
        } else {
            if has("WAYLAND_DISPLAY") { programs.append(["wl-copy"]) }
            if has("DISPLAY") { programs.append(["xclip", "-selection", "clipboard", "-in"]) }
        }
    }

    /// What may be pasted anywhere: a code is reported by a stranger. Short enough for a pipe.
    static func harmless(_ text: String) -> String {
        let harmful: [Unicode.GeneralCategory] = [
            .control, .format, .lineSeparator, .paragraphSeparator,
        ]
        let scalars = text.unicodeScalars.prefix(256).filter {
            !harmful.contains($0.properties.generalCategory)
        }
        return String(String.UnicodeScalarView(scalars))
    }

    static var isMac: Bool {
        #if os(macOS)
            true
        #else
            false
        #endif
    }

    /// The sequence that puts the text into the terminal's clipboard; nil without a terminal.
    ///
    /// Inside tmux that has no such command, it is sent twice: to tmux, and wrapped for the terminal
    /// around it. Whichever is not allowed is ignored.
    func sequence(for text: String) -> String? {
        guard hasTerminal else { return nil }
        let plain = "\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{07}"
        guard isInTmux else { return plain }
        let doubled = plain.replacingOccurrences(of: "\u{1B}", with: "\u{1B}\u{1B}")
        return "\u{1B}Ptmux;\(doubled)\u{1B}\\" + plain
    }
}
