import Accounts
import Lines
import Providers
import Transport

/// Whether a number that is or was held can be ordered with: again, or for another service.
extension KeeperLogic {
    /// Whether the number of a line can be ordered again.
    func checkAgain(_ line: Line) throws(KeeperError) {
        try checkAccount(of: line)
        guard line.kind == .activation else {
            throw .refused("Only the number of an activation can be ordered again.")
        }
        guard books[line.account]?.offers(.again) == true else {
            throw .notOffered(.again, by: [line.provider])
        }
        guard line.state.isEnded, line.providerID != nil else {
            throw .refused(
                "\(line.name) has not ended. Use `resend` to request another code on it.")
        }
    }

    /// A number can be ordered again by only one purchase at a time.
    func checkAlone(_ order: String, on name: String) throws(KeeperError) {
        let number = books[name]?.lineByProviderID[order].flatMap { line($0)?.number }
        let isUnderWay = known.hasOpen {
            $0.details.again == order && account(of: $0) == name
        }
        let isHeld = (books[name]?.planned ?? []).contains {
            $0.state.isHeld && $0.number == number
        }
        guard isUnderWay || number != nil && isHeld else { return }
        throw .refused(
            "\(number ?? order) is already held or on order. See `lines` and `doubts`.")
    }

    func linesToHaveAgain() -> [Line] {
        allLines().filter { line in
            do throws(KeeperError) {
                try checkAgain(line)
                return true
            } catch {
                return false
            }
        }
    }

    /// Whether another service can be ordered on the number of a line.
    func checkBesides(_ line: Line) throws(KeeperError) {
        try checkAccount(of: line)
        guard line.kind == .activation else {
            throw .refused("Only the number of an activation takes another service.")
        }
        guard books[line.account]?.offers(.share) == true else {
            throw .notOffered(.share, by: [line.provider])
        }
        guard line.state.isHeld, line.providerID != nil, !line.inDoubt else {
            throw .refused(
                "\(line.name) cannot take another service: it is \(line.shownState). Order a "
                    + "number for both with `order A,B COUNTRY --together`.")
        }
    }

    /// One service is on one number once, and is ordered on it by one purchase at a time.
    func checkService(of new: Line) throws(KeeperError) {
        let other = (books[new.account]?.planned ?? []).first {
            $0.number == new.number && $0.service == new.service && !$0.state.isEnded
        }
        guard let other else { return }
        throw .refused(
            "\(new.service ?? "This service") is already on \(new.number ?? "it"), as line "
                + "\(other.id).")
    }

    /// Lines on whose number another service can be ordered.
    func linesToShare() -> [Line] {
        allLines().filter { line in
            do throws(KeeperError) {
                try checkBesides(line)
                return true
            } catch {
                return false
            }
        }
    }

    /// The lines that one purchase brought, by its own line: they have its number.
    func linesBought(with line: Line) -> [Line] {
        (books[line.account]?.lines.values.map(\.line) ?? []).filter {
            $0.kind == line.kind && $0.number != nil && $0.number == line.number
                && $0.purchasedAt == line.purchasedAt
        }.sorted { $0.id < $1.id }
    }
}
