/// The document's sample answers about orders, verbatim.
extension SMS1001Samples {
    static let order = """
        {
          "success": true,
          "data": {
            "id": "ord_123",
            "phoneNumber": "+14155552671",
            "countryCode": "US",
            "countryName": "United States",
            "serviceId": "google",
            "serviceName": "Google",
            "operatorName": "virtual9",
            "price": 0.5,
            "status": "RENTED",
            "provider": "EXTRA",
            "providerId": "987654321",
            "expiresAt": "2026-02-01T12:15:00.000Z",
            "rentedAt": "2026-02-01T12:00:00.000Z"
          }
        }
        """

    static let check = """
        {
          "success": true,
          "data": {
            "hasMessage": true,
            "messages": [
              {
                "id": "msg_1",
                "sender": "Google",
                "message": "Your code is 482910",
                "code": "482910",
                "receivedAt": "2026-02-01T12:03:00.000Z"
              }
            ],
            "status": "RENTED",
            "providerStatus": "RECEIVED"
          }
        }
        """

    static let one = """
        {
          "success": true,
          "data": {
            "id": "ord_123",
            "phoneNumber": "+14155552671",
            "countryCode": "US",
            "countryName": "United States",
            "serviceId": "google",
            "serviceName": "Google",
            "operatorName": "virtual9",
            "price": 0.5,
            "status": "RENTED",
            "provider": "EXTRA",
            "providerId": "987654321",
            "purchaseType": "activation",
            "expiresAt": "2026-02-01T12:15:00.000Z",
            "rentedAt": "2026-02-01T12:00:00.000Z",
            "messages": []
          }
        }
        """

    static let active = """
        {
          "success": true,
          "data": {
            "orders": [
              {
                "id": "ord_123",
                "phoneNumber": "+14155552671",
                "countryCode": "US",
                "countryName": "United States",
                "serviceId": "google",
                "serviceName": "Google",
                "operatorName": "virtual9",
                "price": 0.5,
                "status": "RENTED",
                "provider": "EXTRA",
                "providerId": "987654321",
                "rentedAt": "2026-02-01T12:00:00.000Z",
                "expiresAt": "2026-02-01T12:15:00.000Z",
                "latestMessage": null
              }
            ],
            "total": 1,
            "page": 1,
            "limit": 20
          }
        }
        """

    static let history = """
        {
          "success": true,
          "data": {
            "orders": [
              {
                "id": "ord_122",
                "phoneNumber": "+14155550000",
                "countryCode": "US",
                "countryName": "United States",
                "serviceId": "google",
                "serviceName": "Google",
                "operatorName": "virtual9",
                "price": 0.5,
                "status": "EXPIRED",
                "provider": "EXTRA",
                "providerId": "abc123",
                "rentedAt": "2026-02-01T09:00:00.000Z",
                "expiresAt": "2026-02-01T09:15:00.000Z",
                "messageCount": 0
              }
            ],
            "total": 1,
            "page": 1,
            "limit": 20
          }
        }
        """

    static let cancel = """
        {
          "success": true,
          "data": {
            "id": "ord_123",
            "status": "REFUNDED",
            "refundAmount": 0.5,
            "refundReason": "Full refund - No SMS received"
          }
        }
        """

    static let cancelAll = """
        {
          "success": true,
          "data": {
            "cancelled": 2,
            "failed": 1,
            "results": [
              {
                "orderId": "ord_1",
                "status": "REFUNDED",
                "refundAmount": 0.5
              },
              {
                "orderId": "ord_2",
                "status": "failed",
                "refundAmount": 0,
                "error": "Cancel failed. Please try again later."
              }
            ]
          }
        }
        """

    static let archiveAll = """
        {
          "success": true,
          "data": {
            "archived": 12,
            "orders": [
              {
                "id": "ord_done_1",
                "status": "EXPIRED",
                "serviceId": "google",
                "country": "US",
                "price": 0.5,
                "rentedAt": "2026-02-01T08:00:00.000Z"
              }
            ]
          }
        }
        """
}
