// Compares our matcher of patterns with Lua's own, on random patterns, texts and replacements.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The number of differences in so many calls; the first one is described in `report`.
long twins_compare(uint64_t seed, long calls, char *report, size_t room);

// Nanoseconds that Lua's function and ours take for one call of a text's method: find, match, gsub.
void twins_measure(
    const char *name, const char *text, const char *pattern, long calls, double *original,
    double *ours);
