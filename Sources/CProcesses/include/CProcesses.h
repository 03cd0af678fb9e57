// Child processes and their sandbox: calls that Swift's Glibc leaves out, or that must not allocate between fork and exec.
#pragma once

#include <stdint.h>

/// Starts a program with three descriptors as its 0, 1 and 2 and nothing else open; SIGPIPE and the signal mask are as for any new program.
/// Returns its process id and sets `handle` (a pidfd), or returns -errno.
int child_start(const char *program, char *const arguments[], char *const environment[], int input, int output,
                int error, int *handle);
/// Waits until it has ended, at most so long, and reaps it; 0 and its status, or -ETIMEDOUT.
int child_wait(int pid, int handle, int milliseconds, int *status);
/// Ends it at once; harmless when it has ended already and is not reaped yet.
void child_kill(int handle);

/// A file in memory alone, closed on exec; or -errno.
int memory_file(const char *name);

/// For the child itself, which ends when the thread that started it does.
void child_follow_parent(void);
/// From now on no more memory, processor time and file bytes than these; or -errno.
int child_limit(uint64_t memory, uint64_t seconds, uint64_t file_bytes);
/// From now on no file can be opened or changed, no network reached, no program started; or -errno.
int child_shut_in(void);
