/* libmosquitto as it is, and two things that it leaves to C.
 *
 * Everything else of the library can be called from Swift directly.
 */
#pragma once

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <stddef.h>

/* What OpenSSL says of the broker's certificate: one of its X509_V codes, 0 if it has no objection.
 * The library reports only that verification failed. Must be called while it reports. */
long lk_mosquitto_certificate_verdict(struct mosquitto *client);

/* A file that exists only in memory, as /proc/self/fd/N: the library takes certificates from files
 * alone. -1 on failure; the caller closes it. */
int lk_mosquitto_file(const char *bytes, size_t length);
