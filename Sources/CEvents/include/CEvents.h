// What the Glibc module of Swift leaves out: epoll, eventfd, and calls whose C face is variadic or a macro.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// One thing that happened: the tag given to `events_add` and the EPOLL… bits.
struct events_item {
    uint64_t tag;
    uint32_t bits;
};

extern const uint32_t events_readable;
extern const uint32_t events_writable;
/// The other end will send no more.
extern const uint32_t events_half_closed;
/// The connection is gone in both directions, or broke.
extern const uint32_t events_gone;

int events_create(void);
/// Watches a descriptor, edge-triggered, for everything.
int events_add(int poller, int descriptor, uint64_t tag);
/// Watches a listening or waking descriptor, level-triggered, for input.
int events_add_input(int poller, int descriptor, uint64_t tag);
int events_remove(int poller, int descriptor);
/// Waits up to `milliseconds` (-1: for ever) and fills `items`; returns how many, or -errno.
int events_wait(int poller, struct events_item *items, int capacity, int milliseconds);

int wakeup_create(void);
void wakeup_signal(int descriptor);
void wakeup_clear(int descriptor);

/// All of these return -errno where the call fails.
int socket_accept(int listener, char *peer, size_t capacity);
int socket_listen_tcp(const char *host, const char *port, int backlog, uint16_t *bound);
int socket_listen_unix(const char *path, unsigned mode, int backlog);
ssize_t socket_read(int descriptor, void *bytes, size_t count);
ssize_t socket_write(int descriptor, const void *bytes, size_t count);
/// Writes two pieces with one call.
ssize_t socket_write_two(int descriptor, const void *first, size_t first_count, const void *second, size_t second_count);
ssize_t socket_send_file(int descriptor, int file, int64_t offset, size_t count);
void socket_finish_writing(int descriptor);

int file_open(const char *path);
int file_stat(int descriptor, int64_t *size, int64_t *modified, int *regular);

uint64_t clock_milliseconds(void);

/// Ignores SIGPIPE and lifts the limit on open files to what the system allows; returns that limit.
uint64_t process_prepare(void);
/// From now on SIGTERM and SIGINT write their number to a pipe; returns its reading end.
int signals_pipe(void);
