// Process confinement and spawning, with system calls that Swift cannot make: prctl and seccomp are
// variadic, and no Swift code may run between fork and exec.
#pragma once
#include <stdbool.h>
#include <stddef.h>

// Keeps this process's memory out of core files, and out of reach of other processes of the same
// user. Returns 0, or the errno of the step that failed.
int cprocess_hide(void);

// Crash reports of this program print no registers unless SWIFT_BACKTRACE is set. For that, a
// variable of the environment is replaced before main; this puts it back. Call it first in main.
void cprocess_restore_environment(void);

// Confines this process: no descriptor but one, no new privileges, limited memory, and it dies with
// its parent. Returns 0, or the errno of the step that failed.
int cprocess_confine(int descriptor, size_t memory_headroom);

// The last restriction: only system calls for reading, writing, memory, time and exiting remain,
// and any other kills the process. Returns 0 or an errno.
int cprocess_filter(void);

// The same for a process that also reads a file it has opened: it may seek in it and lock it, and
// any other call fails instead of killing the process. Returns 0 or an errno.
int cprocess_filter_for_reading(void);

// Starts `executable argument` with one end of a new socket pair as the given descriptor, the three
// standard descriptors connected to nothing, no other descriptor, and almost no environment. The
// other end, which never blocks, is returned in *socket. Returns 0 or an errno.
int cprocess_spawn(const char *executable, const char *argument, int descriptor, int *process,
                   int *socket);
