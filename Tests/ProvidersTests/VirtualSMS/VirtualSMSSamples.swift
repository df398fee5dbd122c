/// Answers of VirtualSMS from its document and from recordings of users.
enum VirtualSMSSamples {
    static let services =
        #"{"services":[{"service_id":"wa","service_name":"WhatsApp","base_price":0.8},{"service_id":"tg","service_name":"Telegram","base_price":"0.5"}]}"#
    static let countries =
        #"{"countries":[{"country_id":"AR","country_name":"Argentina","min_price":0.3,"services":["wa"]},{"country_id":"GB","country_name":"United Kingdom","min_price":0.5,"services":["wa","tg"]}]}"#
    static let price = #"{"price":0.8,"currency":"USD"}"#
    static let stock =
        #"{"countries":[{"id":"GB","name":"United Kingdom","price":0.8,"count":12},{"id":"AR","name":"Argentina","price":"0.30","count":3},{"id":"FR","name":"France","price":0.1,"count":0}]}"#
    static let purchase =
        #"{"success":true,"order_id":"7e1c5b9e-8f1a-4c1e-9a51-0a6f6f0d4a11","phone_number":"541127399874","service":"wa","country":"AR","price":0.8,"status":"waiting","created_at":"2026-05-24T10:00:00Z","expires_at":"2026-05-24T10:20:00Z","cancel_available_at":"2026-05-24T10:02:00Z","swap_available_at":"2026-05-24T10:02:00Z","rules":{"cancel_cooldown_seconds":120,"swap_cooldown_seconds":120}}"#
    /// The flag contradicts the messages beside it.
    static let completed =
        #"{"success":true,"order_id":"o-1","phone_number":"541127399874","service":"wa","country":"AR","price":0.8,"status":"completed","sms_received":false,"messages":[{"sender":"Telegram","content":"Code: 48291","received_at":"2026-05-24T10:03:00Z"}],"created_at":"2026-05-24T10:00:00Z","expires_at":"2026-05-24T10:20:00Z"}"#
    static let document =
        #"{"success":true,"status":"completed","messages":[{"sender":"Telegram","content":"Code: 48291","received_at":"2026-05-24T10:03:00Z"}]}"#
    static let waiting =
        #"{"success":true,"order_id":"o-1","phone_number":"+541127399874","status":"waiting","sms_received":false,"messages":[],"expires_at":"2026-05-24T10:20:00Z"}"#
    static let orders =
        #"{"count":2,"orders":[{"id":"o-0","phone_number":"+447700900123","service_id":"tg","country_id":"GB","price_charged":0.5,"status":"cancelled","created_at":"2024-07-26T11:00:00Z","expires_at":"2024-07-26T11:20:00Z"},{"id":"o-1","phone_number":"541127399874","service_id":"wa","country_id":"AR","price_charged":"0.80","status":"waiting","created_at":"2024-07-26T11:50:00Z","expires_at":"2024-07-26T12:10:00Z"}]}"#
    static let cancel =
        #"{"success":true,"order_id":"o-1","status":"cancelled","refund_amount":0.80}"#
    static let olderCancel = #"{"success":true,"refunded":true}"#
    static let retry = #"{"success":true,"order_id":"o-1","message":"Resend requested"}"#
    static let swap =
        #"{"success":true,"order_id":"o-2","phone_number":"541127399875","service":"wa","country":"AR","price":0.8,"status":"waiting","expires_at":"2026-05-24T10:25:00Z","cancel_available_at":"2026-05-24T10:07:00Z"}"#
    static let balance = #"{"balance":25.50,"success":true}"#
    static let profile =
        #"{"id":"acc_1","email":"me@example.com","telegram_linked":false,"balance_usd":25.5,"total_spent_usd":4.2,"total_credits_usd":30,"total_orders":7,"active_api_keys":1,"created_at":"2026-01-01T00:00:00Z"}"#
    static let transactions =
        #"{"count":2,"limit":50,"offset":0,"transactions":[{"id":"t2","amount":0.8,"type":"refund","description":"Refund","order_id":"o-1","balance_before":24.7,"balance_after":25.5,"created_at":"2026-05-24T10:03:00Z"},{"id":9,"amount":"-0.80","type":"purchase","description":null,"order_id":"o-1","balance_before":25.5,"balance_after":24.7,"created_at":"2026-05-24T10:00:00Z"}]}"#
    static let rentalPricing =
        #"[{"rental_type":"full","duration_hours":24,"duration_label":"1 day","base_price":2.5,"country_code":"GB","service_id":""},{"rental_type":"full","duration_hours":4,"duration_label":"4 h","base_price":1,"country_code":"GB","service_id":""}]"#
    static let rentalsAvailable =
        #"{"countries":[{"country_code":"GB","country_name":"United Kingdom","flag":"🇬🇧","available_count":4,"pricing":{"full":[{"duration_hours":24,"duration_label":"1 day","price":2.5},{"duration_hours":720,"duration_label":"30 days","price":"28.00"},{"duration_hours":4,"duration_label":"4 hours","price":1}],"service":[{"duration_hours":168,"duration_label":"7 days","price":5}]}}],"total_available":4}"#
    static let networkAvailable =
        #"{"countries":[{"country_code":"DE","country_name":"Germany","available_count":90,"pricing":{},"service_count":300,"popular_services":["wa"],"min_price_per_day":0.61}],"total_available":90,"provider":"network"}"#
    static let rentalServices =
        #"[{"service_id":"wa","service_name":"WhatsApp","physical_count":8,"our_price":0.9,"base_price":0.8,"popular":true,"icon_url":"x"}]"#
    static let rentalPrice = #"{"price":0.9,"duration_hours":24}"#
    static let rent =
        #"{"success":true,"rental_id":"r-1","phone_number":"447700900123","rental_type":"full","service":null,"duration":"7 days","price":9,"started_at":"2026-05-24T10:00:00Z","expires_at":"2026-05-31T10:00:00Z","auto_renew":false,"status":"active"}"#
    static let rentNetwork =
        #"{"success":true,"rental_id":"r-2","phone_number":"+4915112345678","expires_at":"2026-05-25T10:00:00Z","retail_cost":0.9,"currency":"USD"}"#
    static let extend =
        #"{"success":true,"rental_id":"r-1","new_expires_at":"2026-06-01T10:00:00Z","price":2.5,"message":"ok"}"#
    static let rentalCancel =
        #"{"success":true,"rental_id":"r-1","status":"cancelled","refund":9,"message":"ok"}"#
    static func rentals(received: String = "0") -> String {
        #"[{"id":"r-1","phone_number":"447700900123","rental_type":"full","service_id":null,"duration_hours":168,"started_at":"2024-07-25T12:00:00Z","expires_at":"2024-08-01T12:00:00Z","price":9,"auto_renew":false,"status":"active","sms_received":"#
            + received
            + #","sms_forwarded":0,"last_sms_at":null,"provider":"local"},{"id":"r-0","phone_number":"447700900124","status":"expired","expires_at":"2024-07-20T12:00:00Z","sms_received":3}]"#
    }
    static let webhook =
        #"{"success":true,"webhook":{"id":"w-1","url":"https://e.example/x","description":"d","events":["sms.received","balance.low"],"active":true,"paused":false,"threshold":2.5,"failure_count_consecutive":3,"last_delivered_at":null,"last_error_at":"2026-05-24T10:00:00Z","last_error_code":"http_500","created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-01T10:00:00Z","secret":"whsec_1"}}"#
    static let webhooks =
        #"{"success":true,"webhooks":[{"id":"w-1","url":"https://e.example/x","events":["sms.received"],"active":true,"paused":true}],"count":1}"#
    static let done = #"{"success":true}"#
    static let test =
        #"{"success":true,"message":"queued","delivery_id":"d-1","event_id":"evt_1","event_type":"sms.received"}"#
    static let deliveries =
        #"{"success":true,"deliveries":[{"id":"d-1","event_id":"evt_1","event_type":"sms.received","attempt":2,"status":"failed","response_status":500,"response_body":"no","scheduled_for":"2026-05-24T10:01:00Z","delivered_at":null,"error_message":"http_500","created_at":"2026-05-24T10:00:00Z","payload":{"id":"evt_1","type":"sms.received","data":{"order_id":"o-1","code":"1","full_text":"1 \"x\""}}}],"count":1,"limit":100,"offset":0}"#
}
