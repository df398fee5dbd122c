/// The sample answers about the catalogue in 1001SMS's document, verbatim.
enum SMS1001Samples {
    static let services = """
        {
          "success": true,
          "data": [
            {
              "id": "clx_service",
              "name": "Google",
              "slug": "google",
              "price": "0.50",
              "popular": true,
              "iconPath": "https://www.1001sms.com/icons/google.svg"
            }
          ]
        }
        """

    static let countries = """
        {
          "success": true,
          "data": [
            {
              "id": "clx_country",
              "name": "United States",
              "code": "US",
              "slug": "united-states",
              "flag": "US",
              "continent": "NORTH_AMERICA",
              "phoneCode": "+1"
            }
          ]
        }
        """

    static let countryPrices = """
        {
          "success": true,
          "data": {
            "country": "Canada",
            "countryCode": "CA",
            "countrySlug": "canada",
            "services": [
              {
                "service": "google",
                "serviceName": "Google",
                "operators": [
                  {
                    "operator": "Foxtrot",
                    "price": 0.49,
                    "count": 13607,
                    "deliverability": 73,
                    "provider": "MAIN"
                  }
                ]
              }
            ]
          }
        }
        """

    static let servicePrices = """
        {
          "success": true,
          "data": {
            "service": "google",
            "countries": [
              {
                "country": "United States",
                "countryCode": "US",
                "countrySlug": "united-states",
                "operators": [
                  {
                    "operator": "virtual9",
                    "price": 0.45,
                    "count": 1200,
                    "deliverability": 92,
                    "provider": "EXTRA"
                  }
                ]
              }
            ]
          }
        }
        """

    static let pairPrices = """
        {
          "success": true,
          "data": {
            "country": "US",
            "service": "google",
            "operators": [
              {
                "operator": "Foxtrot",
                "price": 0.49,
                "count": 13607,
                "deliverability": 73,
                "provider": "MAIN"
              }
            ]
          }
        }
        """
}
