/* The calls that write files, stood in for: counted, refused, torn and ended as it was told. */
#ifdef __linux__
#include "orders.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long syncs, writes;

/* What was under a write that has not been synced. */
struct undo {
  struct undo *next;
  dev_t device;
  ino_t inode;
  off_t size_before, offset;
  size_t count;
  char *path, *bytes;
};
static struct undo *undos;
/* Held around every write and sync of a watched file, so that the n-th one is one. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static void die(void) {
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

static int find_path(int descriptor, char path[PATH_MAX]) {
  char link[64];
  int saved = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  errno = saved;
  path[length < 0 ? 0 : length] = 0;
  return path[0] == '/';
}

static int is_watched(int descriptor) {
  char path[PATH_MAX];
  return orders.path && find_path(descriptor, path) && strstr(path, orders.path) != NULL;
}

static int is_watched_path(int folder, const char *path) {
  if (!orders.path || !path) return 0;
  if (strstr(path, orders.path)) return 1;
  char link[64], base[PATH_MAX * 2];
  if (path[0] == '/') return 0;
  int saved = errno;
  if (folder == AT_FDCWD)
    strcpy(link, "/proc/self/cwd");
  else
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
  ssize_t length = readlink(link, base, PATH_MAX);
  errno = saved;
  if (length <= 0) return 0;
  snprintf(base + length, sizeof base - (size_t)length, "/%s", path);
  return strstr(base, orders.path) != NULL;
}

static int refusal(void) {
  look_at_control();
  return orders.read_only ? EROFS : orders.no_space ? ENOSPC : 0;
}

static int refuse(int error) {
  errno = error;
  return -1;
}

/* Kept as text from the start on: a process that is killed has no last moment to write it in. */
static void write_count(void) {
  if (orders.count_file < 0) return;
  char text[64];
  int length = snprintf(text, sizeof text, "syncs=%-10ld writes=%-10ld\n", syncs, writes);
  syscall(SYS_pwrite64, orders.count_file, text, length, 0L);
}

/* The shared memory beside a database is made anew by whoever comes next, so it is not kept. */
static void remember(int descriptor, off_t offset, size_t count) {
  struct stat found;
  char path[PATH_MAX];
  if (orders.kill_place != lost_sync || fstat(descriptor, &found) != 0) return;
  if (!find_path(descriptor, path) || strstr(path, "-shm")) return;
  struct undo *undo = calloc(1, sizeof *undo);
  if (undo) undo->path = strdup(path), undo->bytes = malloc(count + 1);
  if (!undo || !undo->path || !undo->bytes) die();
  ssize_t got = syscall(SYS_pread64, descriptor, undo->bytes, count, offset);
  undo->device = found.st_dev, undo->inode = found.st_ino;
  undo->size_before = found.st_size, undo->offset = offset;
  undo->count = got < 0 ? 0 : (size_t)got;
  undo->next = undos;
  undos = undo;
}

static void forget(int descriptor) {
  struct stat found;
  if (orders.kill_place != lost_sync || fstat(descriptor, &found) != 0) return;
  for (struct undo **place = &undos; *place;) {
    struct undo *undo = *place;
    if (undo->device != found.st_dev || undo->inode != found.st_ino) {
      place = &undo->next;
      continue;
    }
    *place = undo->next;
    free(undo->path), free(undo->bytes), free(undo);
  }
}

/* Opens the files anew, which is harmless now: closing one would give back the locks on it. */
static void lose_everything(void) {
  for (struct undo *undo = undos; undo; undo = undo->next) {
    int file = (int)syscall(SYS_openat, AT_FDCWD, undo->path, O_WRONLY | O_CLOEXEC);
    if (file < 0) continue;
    syscall(SYS_pwrite64, file, undo->bytes, undo->count, undo->offset);
    syscall(SYS_ftruncate, file, undo->size_before);
  }
}

static int sync_file(long call, int descriptor) {
  if (!is_watched(descriptor)) return (int)syscall(call, descriptor);
  pthread_mutex_lock(&turn);
  int last = ++syncs == orders.kill_at_sync;
  write_count();
  if (last && orders.kill_place == before_sync) die();
  if (last && orders.kill_place == lost_sync) {
    lose_everything();
    die();
  }
  int result = (int)syscall(call, descriptor);
  int saved = errno;
  if (last) die();
  forget(descriptor);
  pthread_mutex_unlock(&turn);
  return errno = saved, result;
}

/* A write at `offset`, or at the file's own place when that is negative. */
static ssize_t write_file(int descriptor, const void *bytes, size_t count, off_t offset) {
  int torn = 0, is_ours = is_watched(descriptor), error;
  if (is_ours) {
    if ((error = refusal())) return refuse(error);
    pthread_mutex_lock(&turn);
    torn = ++writes == orders.kill_at_write;
    write_count();
    remember(descriptor, offset < 0 ? lseek(descriptor, 0, SEEK_CUR) : offset, count);
    if (torn) count /= 2;
  }
  ssize_t written = offset < 0 ? syscall(SYS_write, descriptor, bytes, count)
                               : syscall(SYS_pwrite64, descriptor, bytes, count, offset);
  int saved = errno;
  if (torn) die();
  if (is_ours) pthread_mutex_unlock(&turn);
  return errno = saved, written;
}

// MARK: What stands in for libc's

int fsync(int descriptor) { return sync_file(SYS_fsync, descriptor); }
int fdatasync(int descriptor) { return sync_file(SYS_fdatasync, descriptor); }

ssize_t write(int descriptor, const void *bytes, size_t count) {
  return write_file(descriptor, bytes, count, -1);
}
ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  return offset < 0 ? refuse(EINVAL) : write_file(descriptor, bytes, count, offset);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
  return pwrite(descriptor, bytes, count, offset);
}
ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  if (count > 0 && is_watched(descriptor))  /* a short write is allowed */
    return write_file(descriptor, parts[0].iov_base, parts[0].iov_len, -1);
  return syscall(SYS_writev, descriptor, parts, count);
}

int ftruncate(int descriptor, off_t length) {
  if (!is_watched(descriptor)) return (int)syscall(SYS_ftruncate, descriptor, length);
  int error = refusal();
  if (error) return refuse(error);
  struct stat found;
  pthread_mutex_lock(&turn);
  if (fstat(descriptor, &found) == 0)
    remember(descriptor, length, found.st_size > length ? (size_t)(found.st_size - length) : 0);
  int result = (int)syscall(SYS_ftruncate, descriptor, length);
  pthread_mutex_unlock(&turn);
  return result;
}
int ftruncate64(int descriptor, off64_t length) { return ftruncate(descriptor, length); }

int fallocate(int descriptor, int mode, off_t offset, off_t length) {
  int error = is_watched(descriptor) ? refusal() : 0;
  return error ? refuse(error) : (int)syscall(SYS_fallocate, descriptor, mode, offset, length);
}
int posix_fallocate(int descriptor, off_t offset, off_t length) {
  return fallocate(descriptor, 0, offset, length) == 0 ? 0 : errno;
}
int fallocate64(int descriptor, int mode, off64_t offset, off64_t length) {
  return fallocate(descriptor, mode, offset, length);
}
int posix_fallocate64(int descriptor, off64_t offset, off64_t length) {
  return posix_fallocate(descriptor, offset, length);
}

static int open_file(int folder, const char *path, int flags, mode_t mode) {
  int writes_it = (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
  look_at_control();
  if (writes_it && orders.read_only && is_watched_path(folder, path)) return refuse(EROFS);
  return (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define MODE(last)                                                                                 \
  mode_t mode = 0;                                                                                 \
  if (flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE) {                                       \
    va_list more;                                                                                  \
    va_start(more, last);                                                                          \
    mode = va_arg(more, mode_t);                                                                   \
    va_end(more);                                                                                  \
  }
int open(const char *path, int flags, ...) {
  MODE(flags)
  return open_file(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  MODE(flags)
  return open_file(AT_FDCWD, path, flags, mode);
}
int openat(int folder, const char *path, int flags, ...) {
  MODE(flags)
  return open_file(folder, path, flags, mode);
}
int openat64(int folder, const char *path, int flags, ...) {
  MODE(flags)
  return open_file(folder, path, flags, mode);
}
int unlink(const char *path) {
  look_at_control();
  if (orders.read_only && is_watched_path(AT_FDCWD, path)) return refuse(EROFS);
  return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}
#endif
