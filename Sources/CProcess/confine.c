#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cprocess.h"

int cprocess_hide(void) {
  // A program that core files are piped to is started whatever the limit; of a process that cannot
  // be dumped it is told nothing.
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
  return prctl(PR_SET_DUMPABLE, 0) == 0 ? 0 : errno;
}

// Bounds the address space to what the process has now and some more. What it has now depends on
// how it was built and linked, so a fixed figure would be either too small or no limit.
static int bound_memory(size_t headroom) {
  FILE *file = fopen("/proc/self/statm", "re");
  if (!file) return errno;
  unsigned long pages = 0;
  int read = fscanf(file, "%lu", &pages);
  fclose(file);
  if (read != 1) return EIO;
  rlim_t bytes = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + headroom;
  struct rlimit limit = {bytes, bytes};
  return setrlimit(RLIMIT_AS, &limit) == 0 ? 0 : errno;
}

int cprocess_confine(int descriptor, size_t memory_headroom) {
  // A child stuck in a library function would outlive its parent; it must not. The signal follows
  // the thread that made this process, which lives as long as it wants the child.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  int failed = bound_memory(memory_headroom);
  if (failed) return failed;
  for (int other = 0; other < descriptor; other++) close(other);
  closefrom(descriptor + 1);
  return cprocess_hide();
}
