#define _GNU_SOURCE
#include "CProcesses.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/// System calls that a decoder of pictures never needs once it has started.
static const int refused[] = {
#ifdef __NR_open
    __NR_open, __NR_creat, __NR_unlink, __NR_rename, __NR_link, __NR_symlink, __NR_mkdir, __NR_rmdir, __NR_chmod,
    __NR_chown, __NR_lchown, __NR_mknod, __NR_fork, __NR_vfork, __NR_utime, __NR_utimes,
    __NR_futimesat,
#endif
    __NR_openat, __NR_openat2, __NR_open_by_handle_at, __NR_unlinkat, __NR_renameat, __NR_renameat2, __NR_linkat,
    __NR_symlinkat,
    __NR_mkdirat, __NR_mknodat, __NR_fchmod, __NR_fchmodat, __NR_fchown, __NR_fchownat, __NR_truncate, __NR_utimensat,
    __NR_setxattr, __NR_lsetxattr, __NR_fsetxattr, __NR_socket, __NR_socketpair, __NR_connect, __NR_bind, __NR_listen,
    __NR_accept, __NR_accept4, __NR_sendto, __NR_sendmsg, __NR_sendmmsg, __NR_execve, __NR_execveat, __NR_ptrace,
    __NR_process_vm_readv, __NR_process_vm_writev, __NR_kill, __NR_tkill, __NR_rt_sigqueueinfo,
    __NR_rt_tgsigqueueinfo, __NR_pidfd_open, __NR_pidfd_getfd,
    __NR_pidfd_send_signal, __NR_mount, __NR_umount2, __NR_pivot_root, __NR_chroot, __NR_unshare, __NR_setns, __NR_bpf,
    __NR_keyctl, __NR_add_key, __NR_request_key, __NR_perf_event_open, __NR_userfaultfd, __NR_io_uring_setup,
    __NR_init_module, __NR_finit_module, __NR_delete_module, __NR_kexec_load, __NR_reboot, __NR_shmget, __NR_shmat,
    __NR_msgget, __NR_semget, __NR_mq_open, __NR_inotify_init1, __NR_fanotify_init,
};

#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define REFUSE(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
/// Goes on with the next instruction where the number of the call, or the argument that was loaded, is this one; else skips some.
#define WHEN(value, skipped) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skipped)
#define UNLESS(value, skipped) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, skipped, 0)
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))

int child_shut_in(void) {
#ifdef ARCHITECTURE
    unsigned own = getpid();
    struct sock_filter first[] = {
        LOAD(arch),
        UNLESS(ARCHITECTURE, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
        // The other numbering of x86-64 is refused as a whole.
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1), REFUSE(EPERM),
        // Signals and limits are for the process itself alone.
        WHEN(__NR_tgkill, 4), LOAD(args[0]), WHEN(own, 1), ALLOW, REFUSE(EPERM),
        WHEN(__NR_prlimit64, 5), LOAD(args[0]), UNLESS(0, 1), WHEN(own, 1), ALLOW, REFUSE(EPERM),
        // Threads may be started, processes not; without the newer call the C library takes the older one, which can be looked into.
        WHEN(__NR_clone, 4), LOAD(args[0]), BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1), ALLOW, REFUSE(EPERM),
        WHEN(__NR_clone3, 1), REFUSE(ENOSYS),
    };
    enum { before = sizeof first / sizeof *first, count = sizeof refused / sizeof *refused };
    struct sock_filter code[before + count + 2];
    memcpy(code, first, sizeof first);
    for (int i = 0; i < count; i++)
        code[before + i] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, refused[i], count - i, 0);
    code[before + count] = (struct sock_filter)ALLOW;
    code[before + count + 1] = (struct sock_filter)REFUSE(EPERM);
    struct sock_fprog program = {.len = sizeof code / sizeof *code, .filter = code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -errno;
    // All threads of the process, also those that libraries have started.
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) != 0) return -errno;
    return 0;
#else
    return -ENOTSUP;
#endif
}
