#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cprocess.h"

int cprocess_hide(void) {
  // A program that core files are piped to is started whatever the limit, but not for a process
  // that cannot be dumped.
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
  return prctl(PR_SET_DUMPABLE, 0) == 0 ? 0 : errno;
}

// Limits the address space to its present size plus a margin. The present size depends on how the
// program was built and linked, so a fixed limit would be either too small or ineffective.
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
  // A child stuck in a library function must not outlive its parent. The signal is tied to the
  // thread that spawned this process, which lives as long as it wants the child.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  int failed = bound_memory(memory_headroom);
  if (failed) return failed;
  for (int other = 0; other < descriptor; other++) close(other);
  closefrom(descriptor + 1);
  return cprocess_hide();
}
