/* The wall clock, stepped as it was told. */
#ifdef __linux__
#include "orders.h"

#include <sys/time.h>

int clock_gettime(clockid_t clock, struct timespec *time) {
  int result = real_clock(clock, time);
  if (result != 0 || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
  look_at_control();
  long offset = orders.clock_offset_ms;
  time->tv_sec += offset / 1000;
  time->tv_nsec += offset % 1000 * 1000000;
  if (time->tv_nsec < 0) time->tv_sec--, time->tv_nsec += 1000000000;
  if (time->tv_nsec >= 1000000000) time->tv_sec++, time->tv_nsec -= 1000000000;
  return 0;
}
int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  struct timespec now;
  (void)zone;
  clock_gettime(CLOCK_REALTIME, &now);
  *time = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
  return 0;
}
time_t time(time_t *place) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (place) *place = now.tv_sec;
  return now.tv_sec;
}
#endif
