#include "ccurl.h"

CURLcode lk_curl_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

CURLcode lk_curl_text(CURL *curl, CURLoption option, const char *text) {
    return curl_easy_setopt(curl, option, text);
}

CURLcode lk_curl_number(CURL *curl, CURLoption option, long number) {
    return curl_easy_setopt(curl, option, number);
}

CURLcode lk_curl_large(CURL *curl, CURLoption option, curl_off_t number) {
    return curl_easy_setopt(curl, option, number);
}

CURLcode lk_curl_pointer(CURL *curl, CURLoption option, void *pointer) {
    return curl_easy_setopt(curl, option, pointer);
}

CURLcode lk_curl_list(CURL *curl, CURLoption option, struct curl_slist *list) {
    return curl_easy_setopt(curl, option, list);
}

CURLcode lk_curl_authorities(CURL *curl, const char *pem, size_t length) {
    struct curl_blob blob = {.data = (void *)pem, .len = length, .flags = CURL_BLOB_COPY};
    return curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &blob);
}

CURLcode lk_curl_allow_refused_recipients(CURL *curl) {
#if LIBCURL_VERSION_NUM >= 0x080200
    return curl_easy_setopt(curl, CURLOPT_MAIL_RCPT_ALLOWFAILS, 1L);
#else
    return curl_easy_setopt(curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
#endif
}

CURLcode lk_curl_read(CURL *curl, lk_curl_reader reader, void *context) {
    CURLcode code = curl_easy_setopt(curl, CURLOPT_READFUNCTION, reader);
    return code ? code : curl_easy_setopt(curl, CURLOPT_READDATA, context);
}

CURLcode lk_curl_listen(CURL *curl, lk_curl_listener listener, void *context) {
    CURLcode code = curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, listener);
    if (!code) code = curl_easy_setopt(curl, CURLOPT_DEBUGDATA, context);
    return code ? code : curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
}

CURLcode lk_curl_watch(CURL *curl, lk_curl_pulse pulse, void *context) {
    CURLcode code = curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, pulse);
    if (!code) code = curl_easy_setopt(curl, CURLOPT_XFERINFODATA, context);
    return code ? code : curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}

long lk_curl_certificate_verdict(CURL *curl) {
    long verdict = 0;
    curl_easy_getinfo(curl, CURLINFO_SSL_VERIFYRESULT, &verdict);
    return verdict;
}

const char *lk_curl_system_authorities(void) {
    curl_version_info_data *version = curl_version_info(CURLVERSION_NOW);
    return version->age >= CURLVERSION_SEVENTH ? version->cainfo : NULL;
}
