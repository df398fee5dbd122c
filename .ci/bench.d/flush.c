/* What the disk itself allows: writes a page at the end of a file and waits until it is on the
   disk, and prints how many times a second that goes.

   flush FILE COUNT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **words) {
    if (count != 3) return 2;
    static char page[4096];
    int file = open(words[1], O_WRONLY | O_CREAT | O_TRUNC, 0600), runs = atoi(words[2]);
    if (file < 0) return 1;
    double start = now();
    for (int i = 0; i < runs; i++)
        if (write(file, page, sizeof page) != sizeof page || fdatasync(file) != 0) return 1;
    printf("%f\n", runs / (now() - start));
    return 0;
}
