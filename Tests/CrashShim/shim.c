/*
 * A disk and a clock that can be told to fail, preloaded into the unmodified manager:
 *
 *     LD_PRELOAD=.../libCrashShim.so CRASH_PATH=linekeeper.db CRASH_AT_SYNC=12:before \
 *         linekeeper serve --home H
 *
 * CRASH_PATH is a part of a path: only files whose absolute path holds it are counted or fail
 * (without it: none). CRASH_AT_SYNC=n[:before|after|lost] kills the process (SIGKILL) at the n-th
 * fsync or fdatasync of such a file: before the call (the default), after it, or instead of it with
 * everything undone that was written to such files since each was last synced, as when the power
 * fails. CRASH_AT_WRITE=n kills it at the n-th write to such a file, of which half the bytes are
 * written. CRASH_COUNT=FILE always holds what happened so far: `syncs=12 writes=40`. CRASH_CONTROL
 * names a file of lines that is looked at again within milliseconds of being changed (rename a new
 * one over it): `clock_offset_ms=-3600000` steps the wall clock (CLOCK_REALTIME, gettimeofday,
 * time; not the monotonic ones), `enospc=1` lets writing, ftruncate and fallocate fail with ENOSPC
 * for such files, `erofs=1` lets these, opening for writing and unlinking fail with EROFS. A line
 * that is missing means 0. LD_PRELOAD is taken out of the environment of the first process that has
 * it, so that its children run without the shim: start the manager with it directly, not through
 * another program.
 */
#ifdef __linux__
#include "orders.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct orders orders = {.count_file = -1};

int real_clock(clockid_t clock, struct timespec *time) {
  static int (*_Atomic next)(clockid_t, struct timespec *);
  int (*call)(clockid_t, struct timespec *) = next;
  if (!call) {
    *(void **)&call = dlsym(RTLD_NEXT, "clock_gettime");
    next = call;
  }
  return call ? call(clock, time) : (int)syscall(SYS_clock_gettime, clock, time);
}

static void read_control(void) {
  char text[512];
  int file = (int)syscall(SYS_openat, AT_FDCWD, orders.control, O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? 0 : read(file, text, sizeof text - 1);
  if (file >= 0) close(file);
  text[length < 0 ? 0 : length] = 0;
  const char *offset = strstr(text, "clock_offset_ms=");
  orders.clock_offset_ms = offset ? strtol(offset + strlen("clock_offset_ms="), NULL, 10) : 0;
  orders.no_space = strstr(text, "enospc=1") != NULL;
  orders.read_only = strstr(text, "erofs=1") != NULL;
}

/* At most every few milliseconds: the clock is read far too often to ask the disk each time. */
void look_at_control(void) {
  static atomic_llong looked_at, seen = -1;
  if (!orders.control) return;
  int saved = errno;
  struct timespec now;
  real_clock(CLOCK_MONOTONIC_COARSE, &now);
  long long moment = now.tv_sec * 1000LL + now.tv_nsec / 1000000, last = looked_at;
  if (moment - last >= 2 && atomic_compare_exchange_strong(&looked_at, &last, moment)) {
    struct stat found = {0};
    long long version = 0;
    if (stat(orders.control, &found) == 0)
      version = (found.st_mtim.tv_sec * 1000000000LL + found.st_mtim.tv_nsec) ^
                ((long long)found.st_ino << 20) ^ found.st_size;
    if (atomic_exchange(&seen, version) != version) read_control();
  }
  errno = saved;
}

__attribute__((constructor)) static void take_orders(void) {
  const char *text;
  if ((text = getenv("CRASH_AT_SYNC"))) {
    orders.kill_at_sync = strtol(text, NULL, 10);
    if (strstr(text, ":after")) orders.kill_place = after_sync;
    if (strstr(text, ":lost")) orders.kill_place = lost_sync;
  }
  if ((text = getenv("CRASH_AT_WRITE"))) orders.kill_at_write = strtol(text, NULL, 10);
  if ((text = getenv("CRASH_COUNT")))
    orders.count_file = (int)syscall(SYS_openat, AT_FDCWD, text,
                                     O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  orders.control = getenv("CRASH_CONTROL");
  orders.path = getenv("CRASH_PATH");
  unsetenv("LD_PRELOAD");
}
#endif
