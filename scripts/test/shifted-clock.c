/*
 * Makes a process and its children, PostgreSQL and browsers too, live at another time of the calendar: SHIFTED_CLOCK_SECONDS from now.
 * Only the clock of the calendar is moved, and only where it is read: timers and waiting go on as they are. (libfaketime stands in for
 * waiting as well, and there a handler of signals sees the true time, which keeps PostgreSQL's timeouts from firing.)
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t shift_seconds;

__attribute__((constructor)) static void read_shift(void) {
  const char *shift = getenv("SHIFTED_CLOCK_SECONDS");
  if (shift) shift_seconds = atoll(shift);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int outcome = (int)syscall(SYS_clock_gettime, clock, now);
  if (outcome == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += shift_seconds;
  return outcome;
}

int gettimeofday(struct timeval *now, void *zone) {
  (void)zone;
  struct timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  *now = (struct timeval){precise.tv_sec, precise.tv_nsec / 1000};
  return 0;
}

int timespec_get(struct timespec *now, int base) {
  return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, now) == 0 ? base : 0;
}

time_t time(time_t *copy) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (copy) *copy = now.tv_sec;
  return now.tv_sec;
}
