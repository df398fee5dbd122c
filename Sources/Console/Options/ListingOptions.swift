import ArgumentParser

/// The options of every listing: its format.
struct ListingOptions: ParsableArguments {
    @Flag(help: "Print one JSON array of objects, times in UTC.")
    var json = false

    @Flag(help: "Print CSV with a heading row.")
    var csv = false

    func validate() throws {
        if json && csv {
            throw ValidationError("Use only one of --json and --csv.")
        }
    }

    var format: ListingFormat {
        json ? .json : csv ? .csv : .table
    }
}
