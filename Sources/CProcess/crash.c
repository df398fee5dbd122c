#define _GNU_SOURCE
#include <string.h>

#include "cprocess.h"

// The Swift runtime reads SWIFT_BACKTRACE in a constructor, before main. Unless told otherwise, its
// report of a crash prints the registers and the memory they point to, where keys may be.
static char quiet[] = "SWIFT_BACKTRACE=registers=none,interactive=no";

// The place in the environment that holds our setting, and what was there before.
static char **place = NULL;
static char *original = NULL;

// Settings that the loader and constructors of libraries may read.
static int is_read_early(const char *entry) {
  static const char *const names[] = {"LD_",  "SWIFT", "MALLOC_", "GLIBC_", "LC_",
                                      "LANG", "TZ",    "ASAN_",   "TSAN_"};
  for (size_t index = 0; index < sizeof names / sizeof *names; index++)
    if (strncmp(entry, names[index], strlen(names[index])) == 0) return 1;
  return 0;
}

// This early the C library is not ready to change the environment, and the array has no room for
// one more entry. So the setting takes the place of another variable until main begins.
static void keep_registers_out(int count, char **arguments, char **environment) {
  (void)count, (void)arguments;
  for (char **entry = environment; *entry; entry++) {
    // Whoever sets it decides what a report prints.
    if (strncmp(*entry, "SWIFT_BACKTRACE=", 16) == 0) return;
  }
  for (char **entry = environment; *entry; entry++)
    if (!is_read_early(*entry)) place = entry;
  if (!place) return;
  original = *place;
  *place = quiet;
}

// Runs before every constructor, also those of shared libraries.
__attribute__((section(".preinit_array"), used)) static void (*const first)(int, char **, char **) =
    keep_registers_out;

void cprocess_restore_environment(void) {
  if (place && *place == quiet) *place = original;
  place = NULL;
}
