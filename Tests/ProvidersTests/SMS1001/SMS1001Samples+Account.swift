/// The document's sample answers about the account, verbatim.
extension SMS1001Samples {
    static let balance = """
        {
          "success": true,
          "data": {
            "balance": 12.5,
            "username": "john_doe",
            "email": "john@example.com"
          }
        }
        """

    static let profile = """
        {
          "success": true,
          "data": {
            "id": "usr_1",
            "username": "john_doe",
            "email": "john@example.com",
            "balance": 12.5,
            "createdAt": "2025-01-01T00:00:00.000Z",
            "lastLoginAt": "2026-01-20T00:00:00.000Z"
          }
        }
        """

    static let transactions = """
        {
          "success": true,
          "data": {
            "transactions": [
              {
                "id": "tx1",
                "amount": "10.00",
                "type": "DEPOSIT",
                "status": "COMPLETED",
                "description": null,
                "reference": null,
                "createdAt": "2026-02-01T00:00:00.000Z"
              }
            ],
            "total": 1,
            "page": 1,
            "limit": 20
          }
        }
        """

    static let transaction = """
        {
          "success": true,
          "data": {
            "id": "tx1",
            "amount": "-0.50",
            "type": "SMS_PURCHASE",
            "status": "COMPLETED",
            "description": "SMS purchase for google (US)",
            "reference": "EXTRA-12345",
            "createdAt": "2026-02-01T12:00:00.000Z"
          }
        }
        """

    static let stats = """
        {
          "success": true,
          "data": {
            "totalOrders": 48,
            "totalSpent": 23.5,
            "successfulOrders": 42,
            "successRate": 87.5,
            "totalTransactions": 60,
            "totalDeposited": 50
          }
        }
        """
}
