/* What the shim was told to do, by its environment and by the control file. */
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdatomic.h>
#include <time.h>

enum kill_place { before_sync, after_sync, lost_sync };

struct orders {
  const char *path, *control;
  long kill_at_sync, kill_at_write;
  enum kill_place kill_place;
  int count_file;
  /* From the control file. */
  atomic_long clock_offset_ms;
  atomic_int no_space, read_only;
};
extern struct orders orders;

/* Reads the control file again when it has changed. */
void look_at_control(void);

/* The machine's clock, as it is. */
int real_clock(clockid_t clock, struct timespec *time);
