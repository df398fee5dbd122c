/// What charges and refunds are summed up by.
package enum SpendGrouping: String, CaseIterable, Sendable {
    case account, service, line, month
}
