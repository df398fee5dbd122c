/// The sample answers of SMSPool: those of the public document, and those of today's servers.
enum Samples {
    enum Document {
        static let countries = #"[{"ID":"1","name":"United States","region":"Americas"}]"#
        static let services = #"[{"ID":"1","name":"1688"},{"ID":"2","name":"1Q"}]"#
        static let balance = #"{"balance":"1.00"}"#
        static let active =
            #"[{"timestamp":"2022-05-24 21:20:07","order_code":"ABCDEFGH","phonenumber":"123456789","code":"0","full_code":"0","short_name":"US","service":"Service","status":"pending","expiry":"1653420607"}]"#
        static let price = #"{"price":"0.75"}"#
        static let suggested =
            #"[{"pool":1,"country_id":1,"name":"United States","short_name":"US","price":"0.31"},{"pool":7,"country_id":2,"name":"United Kingdom","short_name":"GB","price":"0.10"}]"#
        static let order =
            #"{"success":1,"number":"123456789","order_id":"ABCDEFG","country":"United States","service":"Service","pool":5,"expires_in":599,"message":""}"#
        static let pending = #"{"status":1,"message":"pending","resend":0,"expiration":1669382268}"#
        static let expired = #"{"status":2,"message":"expired","resend":0,"expiration":1669382268}"#
        static let received =
            #"{"status":3,"sms":"00000","full_sms":"full SMS","expiration":1669382268}"#
        static let resending =
            #"{"status":4,"message":"resend","resend":0,"expiration":1669382268}"#
        static let cancelled =
            #"{"status":5,"message":"cancelled","resend":0,"expiration":1669382268}"#
        static let refunded =
            #"{"status":6,"message":"refunded","resend":0,"expiration":1669382268}"#
        static let resent =
            #"{"success":1,"message":"Number has been requested again","resend":0}"#
        static let done = #"{"success":1}"#
        static let rentalProducts =
            #"{"0":{"name":"United States","region":"Americas","pricing":"{\"7\":18,\"14\":25,\"30\":30}"}}"#
        static let rent =
            #"{"success":1, "message": "", "phonenumber": "123456789", "days": 30, "rental_code":"ABCDEFG", "expiry":"1653758381"}"#
        static let messages =
            #"{"success":1,"messages":{"0":{"ID":6,"sender":null,"message":"Message 1","timestamp":"11 May 2022 18:39:54"},"1":{"ID":6,"sender":null,"message":"Message 2","timestamp":"11 May 2022 01:11:35"}},"source":"6"}"#
        static let status =
            #"{"success":1,"status":{"expiry":1654495533,"available":1,"phonenumber":"123456789","activeFor":90}}"#
        static let rentalRefunded = #"{"success":1,"message":"Your rental has been refunded!"}"#
        static let extended =
            #"{"success":1,"message":"Your rental has been succesfully extended!"}"#
    }

    enum Current {
        static let countries =
            #"[{"ID":1,"name":"United States","short_name":"US","cc":"1","region":"Americas"}]"#
        static let price = #"{"price":"0.24","high_price":"0.31","pool":7,"success_rate":"97.5"}"#
        static let order =
            #"{"success":1,"number":1234567890,"phonenumber":"234567890","cc":"1","order_id":"QRXWQWZK","country":"United States","service":"Service","pool":7,"cost":"0.24","cost_in_cents":24,"expiration":1704564195,"expires_in":1200,"message":"You have succesfully ordered a United States number from pool: Foxtrot for 0.24."}"#
        static let orderToken =
            #"{"success":1,"token":"abcdef","url":"https://api.smspool.net/token/abcdef","cc":"1","phonenumber":"234567890"}"#
        static let pending = #"{"status":1,"resend":0,"expiration":1704564195,"time_left":1180}"#
        static let received =
            #"{"status":3,"sms":"482913","full_sms":"Ваш код: 482913 ✓","expiration":1704564195}"#
        static let refunded =
            #"{"status":6,"message":"This order has been refunded","resend":0,"expiration":1704564195,"time_left":412}"#
        static let cancelled =
            #"{"success":1,"message":"The order has been cancelled, and you have been refunded 0.24 dollars."}"#
        static let active =
            #"[{"timestamp":"2024-01-06 18:03:15","order_code":"QRXWQWZK","phonenumber":"1234567890","code":"0","full_code":"","short_name":"US","service":"Service","status":"pending","cost":"0.24","expiry":1704565395,"time_left":1180}]"#
        static let history =
            #"[{"timestamp":"2024-01-05 10:00:00","completed_on":"2024-01-05 10:01:12","order_code":"AAAAAAAA","phonenumber":"1234567890","code":"482913","full_code":"Your code is 482913","short_name":"US","service":"Service","status":"completed","cost":"0.24","expiry":1704450000,"pool":7},{"timestamp":"2024-01-06 18:03:15","completed_on":"2024-01-06 18:23:15","order_code":"BBBBBBBB","phonenumber":"1234567891","code":"0","full_code":"","short_name":"GB","service":"Service","status":"refunded","cost":"0.10","expiry":1704565395,"pool":7}]"#
        static let resent =
            #"{"success":1,"message":"Your number has been requested again!","order_id":"QRXWQWZK","charge":0}"#
        static let rentalProducts =
            #"{"success":1,"data":[{"ID":12,"name":"United States","region":"Americas","tag":"T-Mobile","pool":7,"priority":1,"pricing":{"30":20,"7":"6.50"},"is_refundable":1,"refund_min_days":28,"refund_within":2,"single_service":"{\"30\":10}","single_service_extend":"{\"30\":12}"},{"ID":14,"name":"Netherlands","region":"Europe","pricing":{"30":20},"is_refundable":0,"refund_min_days":0,"refund_within":0,"single_service":null}]}"#
        static let rent =
            #"{"success":1,"message":"Your rental has been ordered, it will take upto 24 hours to activate your rental although usually your rental will be issued instantly.","phonenumber":"","days":30,"rental_code":"ABCDEFG","expiry":1707156195}"#
        static let rentals =
            #"[{"country_name":"US","expiration_date":1707156195,"phonenumber":"1234567890","rental":12,"rental_code":"ABCDEFG","source":7,"state":"Unknown","type":1},{"country_name":"US","expiration_date":"2024-02-05 18:03:15","phonenumber":"","rental":"12","rental_code":"HIJKLMN","source":7,"state":"Unknown","type":1}]"#
        static let messages =
            #"{"success":1,"messages":[{"ID":6,"message":"Code 1","sender":"MYBANK","timestamp":"2024-01-06 17:37:53"},{"ID":6,"message":"Code 1","sender":"MYBANK","timestamp":"2024-01-06 17:37:53"}],"source":7}"#
        static let status =
            #"{"success":1,"status":{"activeFor":270,"available":1,"auto_extend":0,"expiry":1707156195,"phonenumber":"1234567890"}}"#
        static let extended =
            #"{"success":1,"message":"Your rental has been succesfully extended!","expiration_date":1709748195}"#
    }

    /// The answers that grant each question.
    static let granted: [(Question, String)] = [
        (.countries, Document.countries), (.services, Document.services),
        (.balance, Document.balance), (.active, Document.active), (.offer, Document.price),
        (.suggested, Document.suggested), (.order, Document.order), (.check, Document.pending),
        (.check, Document.expired), (.check, Document.received), (.check, Document.resending),
        (.check, Document.cancelled), (.check, Document.refunded), (.resend, Document.resent),
        (.cancel, Document.done), (.rentalOffers, Document.rentalProducts),
        (.rent, Document.rent), (.messages, Document.messages), (.status, Document.status),
        (.refund, Document.rentalRefunded), (.extend, Document.extended),
        (.countries, Current.countries), (.offer, Current.price), (.order, Current.order),
        (.check, Current.pending), (.check, Current.received), (.check, Current.refunded),
        (.cancel, Current.cancelled), (.active, Current.active), (.past, Current.history),
        (.resend, Current.resent), (.rentalOffers, Current.rentalProducts),
        (.rent, Current.rent), (.rentals, Current.rentals), (.messages, Current.messages),
        (.status, Current.status), (.extend, Current.extended),
    ]
}
