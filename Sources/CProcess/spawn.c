#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cprocess.h"

// The manager has many descriptors and threads, and not every library marks its descriptors
// close-on-exec, so the spawn itself closes all above the socket.
static int describe_files(posix_spawn_file_actions_t *actions, int theirs, int descriptor) {
  // The socket first: it may itself be one of the three if the manager was started without them.
  int failed = posix_spawn_file_actions_adddup2(actions, theirs, descriptor);
  for (int standard = 0; standard < 3 && !failed; standard++)
    failed = posix_spawn_file_actions_addopen(actions, standard, "/dev/null", O_RDWR, 0);
  return failed ? failed : posix_spawn_file_actions_addclosefrom_np(actions, descriptor + 1);
}

static void describe_process(posix_spawnattr_t *attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(attributes, &none);
  posix_spawnattr_setsigdefault(attributes, &all);
  // A group of its own: signals from the console's keys or from the end of the terminal are not for
  // the child.
  posix_spawnattr_setpgroup(attributes, 0);
  posix_spawnattr_setflags(attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

// A child that crashes ends at once. The runtime's report would take its time, reach nobody, and
// after a signal that was sent to it the child would even go on.
static char no_report[] = "SWIFT_BACKTRACE=enable=no";

// The environment is not inherited, because it contains the keys of the accounts; only the
// variables that the dynamic linker may need to find the runtime are.
static void describe_environment(char *linker, size_t room, char *environment[3]) {
  const char *path = getenv("LD_LIBRARY_PATH");
  environment[0] = no_report;
  environment[1] = environment[2] = NULL;
  if (path && (size_t)snprintf(linker, room, "LD_LIBRARY_PATH=%s", path) < room)
    environment[1] = linker;
}

int cprocess_spawn(const char *executable, const char *argument, int descriptor, int *process,
                   int *socket) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return errno;
  char linker[4096];
  char *environment[3];
  describe_environment(linker, sizeof linker, environment);
  char *arguments[] = {(char *)executable, (char *)argument, NULL};

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  describe_process(&attributes);
  int failed = describe_files(&actions, pair[1], descriptor);
  if (!failed && fcntl(pair[0], F_SETFL, O_NONBLOCK) != 0) failed = errno;
  if (!failed)
    failed = posix_spawn(process, executable, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  close(pair[1]);
  if (failed)
    close(pair[0]);
  else
    *socket = pair[0];
  return failed;
}
