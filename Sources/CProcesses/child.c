#define _GNU_SOURCE
#include "CProcesses.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int child_start(const char *program, char *const arguments[], char *const environment[], int input, int output,
                int error, int *handle) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, 0);
    posix_spawn_file_actions_adddup2(&actions, output, 1);
    posix_spawn_file_actions_adddup2(&actions, error, 2);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    posix_spawnattr_init(&attributes);
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    pid_t pid;
    int code = posix_spawn(&pid, program, &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (code != 0) return -code;
    *handle = pidfd_open(pid, 0);
    if (*handle < 0) {
        code = errno;
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        return -code;
    }
    return pid;
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int child_wait(int pid, int handle, int milliseconds, int *status) {
    int64_t end = now() + milliseconds;
    struct pollfd item = {.fd = handle, .events = POLLIN};
    while (1) {
        int64_t left = end - now();
        int ready = poll(&item, 1, left > 0 ? (int)left : 0);
        if (ready > 0) break;
        if (ready == 0) return -ETIMEDOUT;
    }
    while (waitpid(pid, status, 0) < 0 && errno == EINTR) {}
    return 0;
}

void child_kill(int handle) { pidfd_send_signal(handle, SIGKILL, NULL, 0); }

int memory_file(const char *name) {
    int descriptor = memfd_create(name, MFD_CLOEXEC);
    return descriptor < 0 ? -errno : descriptor;
}

void child_follow_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }

static int limit(int resource, uint64_t value) {
    struct rlimit both = {value, value};
    return setrlimit(resource, &both) < 0 ? -errno : 0;
}

#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define HAS_SHADOW_MEMORY 1
#endif
#endif

int child_limit(uint64_t memory, uint64_t seconds, uint64_t file_bytes) {
#ifndef HAS_SHADOW_MEMORY  // which is larger than any limit
    int code = limit(RLIMIT_AS, memory);
    if (code < 0) return code;
#endif
    limit(RLIMIT_CORE, 0);
    int second = limit(RLIMIT_CPU, seconds);
    int third = limit(RLIMIT_FSIZE, file_bytes);
    return second < 0 ? second : third;
}
