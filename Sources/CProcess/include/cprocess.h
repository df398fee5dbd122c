// What a process does to itself and to a child of its own, in system calls that Swift cannot make:
// prctl and seccomp are variadic, and nothing of Swift may run between fork and exec.
#pragma once
#include <stdbool.h>
#include <stddef.h>

// Keeps what this process has in its memory out of core files, and out of reach of other processes
// of the same user. Returns 0, or the errno of the step that failed.
int cprocess_hide(void);

// Shuts this process in: no descriptor but one, no new privileges, bounded memory, and the death of
// its parent is its own. Returns 0, or the errno of the step that failed.
int cprocess_confine(int descriptor, size_t memory_headroom);

// The last lock, after which only reading, writing, memory, time and the end are left as system
// calls, and any other kills the process. Returns 0 or an errno.
int cprocess_filter(void);

// The same for a process that also reads a file it has opened: it may look anywhere in it and lock
// it as well, and any other call fails instead of killing. Returns 0 or an errno.
int cprocess_filter_for_reading(void);

// Starts `executable argument` with one end of a new socket pair as the given descriptor, the three
// standard ones leading nowhere, no other descriptor, and next to no environment. The other end,
// which never blocks, is left in *socket. Returns 0 or an errno.
int cprocess_spawn(const char *executable, const char *argument, int descriptor, int *process,
                   int *socket);
