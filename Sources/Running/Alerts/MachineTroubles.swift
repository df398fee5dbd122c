import Lines
import Storage

/// What is wrong with the database and with the disk under it.
struct MachineTroubles {
    private(set) var found: [Trouble] = []
    /// Whether the disk counts as nearly full. It is not full any more only with a tenth to spare,
    /// so that one at the border is one trouble.
    let isFull: Bool

    init(
        store: StoreError?, freeSpace: Int64?, wasFull: Bool, path: String?, rules: AlertRules
    ) {
        let least = rules.diskBelow + (wasFull ? rules.diskBelow / 10 : 0)
        isFull = freeSpace.map { $0 < least } ?? false
        if let store {
            found.append(
                Trouble(
                    .database, "", "The database cannot be written. \(store)",
                    remedy:
                        "Until then nothing is bought or changed; messages stay at the provider "
                        + "and are fetched later.",
                    over: "The database can be written again."))
        }
        if isFull, let freeSpace {
            let place = path.map { " of \($0)" } ?? ""
            found.append(
                Trouble(
                    .diskFull, "",
                    "The disk\(place) is nearly full: \(freeSpace >> 20) MiB are left.",
                    remedy: "Make room on it: messages that cannot be stored wait at the provider.",
                    over: "There is room on the disk again."))
        }
    }
}
