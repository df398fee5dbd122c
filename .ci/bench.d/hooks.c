/* A process for each message, as receivers with a hook do it: starts a program so many times, one
   after the other, and prints how many there were a second. What they print is dropped.

   hooks COUNT PROGRAM ARGUMENT... */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **words) {
    if (count < 3) return 2;
    int runs = atoi(words[1]);
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
    double start = now();
    for (int i = 0; i < runs; i++) {
        pid_t child;
        int status;
        if (posix_spawnp(&child, words[2], &quiet, NULL, words + 2, environ) != 0) return 1;
        while (waitpid(child, &status, 0) < 0)
            if (errno != EINTR) return 1;
        if (status != 0) return 1;
    }
    printf("%f\n", runs / (now() - start));
    return 0;
}
