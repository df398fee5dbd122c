#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cprocess.h"

// The list is written by hand: it is short, and a library for it would be one more dependency in
// the sandbox.
#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the system call filter knows x86_64 and aarch64"
#endif

#define FIELD(name) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, name))
// The low half of the third argument: protection bits of mmap and mprotect (little-endian
// machines).
#define THIRD_ARGUMENT \
  BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 2 * sizeof(__u64))
#define VERDICT(verdict) BPF_STMT(BPF_RET | BPF_K, verdict)
#define SKIP_UNLESS(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count)
#define ALLOW(call) SKIP_UNLESS(__NR_##call, 1), VERDICT(SECCOMP_RET_ALLOW)
// Memory may be allocated, but not executable memory.
#define ALLOW_WITHOUT_EXECUTION(call)                                   \
  SKIP_UNLESS(__NR_##call, 4), THIRD_ARGUMENT,                          \
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0),            \
      VERDICT(SECCOMP_RET_ALLOW), VERDICT(SECCOMP_RET_KILL_PROCESS)

// System call numbers of the x32 interface match none of these and reach the last line.
#define BEGINNING                                          \
  FIELD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0), \
      VERDICT(SECCOMP_RET_KILL_PROCESS), FIELD(nr)
#define BASICS                                                                            \
  ALLOW(read), ALLOW(write), ALLOW(brk), ALLOW(munmap), ALLOW(mremap), ALLOW(madvise),    \
      ALLOW(futex), ALLOW(clock_gettime), ALLOW(getrandom), ALLOW(setitimer),             \
      ALLOW(rt_sigreturn), ALLOW(restart_syscall), ALLOW(exit), ALLOW(exit_group),        \
      ALLOW_WITHOUT_EXECUTION(mmap), ALLOW_WITHOUT_EXECUTION(mprotect)

static int install(struct sock_filter *program, size_t count) {
  struct sock_fprog filter = {(unsigned short)count, program};
  // On all threads at once, in case the runtime has created any.
  long failed = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &filter);
  return failed == 0 ? 0 : failed > 0 ? EBUSY : errno;
}

int cprocess_filter(void) {
  struct sock_filter program[] = {BEGINNING, BASICS, VERDICT(SECCOMP_RET_KILL_PROCESS)};
  return install(program, sizeof program / sizeof *program);
}

int cprocess_filter_for_reading(void) {
  struct sock_filter program[] = {
      BEGINNING,     BASICS,
      ALLOW(pread64), ALLOW(lseek),         ALLOW(fstat), ALLOW(fcntl),
      ALLOW(close),  ALLOW(nanosleep),     ALLOW(clock_nanosleep),
      VERDICT(SECCOMP_RET_ERRNO | EPERM),
  };
  return install(program, sizeof program / sizeof *program);
}
