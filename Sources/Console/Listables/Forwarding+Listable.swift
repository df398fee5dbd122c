import Control
import Lines

/// Channels and routes as lists.
extension ChannelRecord: Listable {
    static let nothing: SafeText =
        "No channels configured. Add them under channels in config.lua."

    static let columns: [Column<ChannelRecord>] = [
        Column("name", "NAME", shown: { row, _ in row.isGone ? "\(row.name) (gone)" : row.name }) {
            .text($0.name)
        },
        Column("kind", "KIND", rank: 2) { .text($0.kind) },
        Column("target", "TARGET", rank: 3, least: 24) { .text($0.target) },
        Column("routes", "ROUTES", rank: 1) { .list($0.routes) },
        Column("delivered", "DELIVERED", alignment: .right) { .integer(Int64($0.delivered)) },
        Column("waiting", "WAITING", alignment: .right) { .integer(Int64($0.waiting)) },
        Column("dead", "DEAD", alignment: .right) { .integer(Int64($0.dead)) },
        Column("last_error", "LAST ERROR", rank: 1, least: 24) { Cell($0.lastError) },
        Column("is_gone") { .flag($0.isGone) },
    ]
}

extension RouteRecord: Listable {
    static let nothing: SafeText = "No routes configured. Add them under routes in config.lua."

    static let columns: [Column<RouteRecord>] = [
        Column("name", "NAME") { .text($0.name) },
        Column("channels", "CHANNELS", least: 24) { .list($0.channels) },
        Column("messages", "MESSAGES", alignment: .right) { .integer(Int64($0.messages)) },
    ]
}
