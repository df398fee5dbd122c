/* libcurl's easy interface as plain functions.
 *
 * curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call. Each function here is
 * one such call, without logic of its own; what is set, and why, is the caller's.
 */
#pragma once

#include <curl/curl.h>

CURLcode lk_curl_start(void);

CURLcode lk_curl_text(CURL *curl, CURLoption option, const char *text);
CURLcode lk_curl_number(CURL *curl, CURLoption option, long number);
CURLcode lk_curl_large(CURL *curl, CURLoption option, curl_off_t number);
CURLcode lk_curl_pointer(CURL *curl, CURLoption option, void *pointer);
CURLcode lk_curl_list(CURL *curl, CURLoption option, struct curl_slist *list);

/* Certificates in PEM, which are copied. */
CURLcode lk_curl_authorities(CURL *curl, const char *pem, size_t length);

/* Goes on with the recipients that were accepted. The option's name changed in 8.2. */
CURLcode lk_curl_allow_refused_recipients(CURL *curl);

typedef size_t (*lk_curl_reader)(char *buffer, size_t size, size_t count, void *context);
typedef int (*lk_curl_listener)(
    CURL *curl, curl_infotype kind, char *bytes, size_t count, void *context);
typedef int (*lk_curl_pulse)(
    void *context, curl_off_t total, curl_off_t now, curl_off_t upload, curl_off_t uploaded);

CURLcode lk_curl_read(CURL *curl, lk_curl_reader reader, void *context);
CURLcode lk_curl_listen(CURL *curl, lk_curl_listener listener, void *context);
CURLcode lk_curl_watch(CURL *curl, lk_curl_pulse pulse, void *context);

/* What OpenSSL says of the server's certificate: one of its X509_V codes. */
long lk_curl_certificate_verdict(CURL *curl);

/* The file with the system's authorities; NULL if it is unknown. */
const char *lk_curl_system_authorities(void);
