#define _GNU_SOURCE
#include "CEvents.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

int socket_accept(int listener, char *peer, size_t capacity) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    int descriptor;
    do {
        descriptor = accept4(listener, (struct sockaddr *)&address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    } while (descriptor < 0 && (errno == EINTR || errno == ECONNABORTED));
    if (descriptor < 0) return -errno;
    if (address.ss_family == AF_INET || address.ss_family == AF_INET6) {
        int on = 1;
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const void *bytes = address.ss_family == AF_INET ? (void *)&((struct sockaddr_in *)&address)->sin_addr
                                                         : (void *)&((struct sockaddr_in6 *)&address)->sin6_addr;
        inet_ntop(address.ss_family, bytes, peer, (socklen_t)capacity);
    } else {
        snprintf(peer, capacity, "unix");
    }
    return descriptor;
}

static int closing(int descriptor) {
    int code = errno;
    close(descriptor);
    return -code;
}

int socket_listen_tcp(const char *host, const char *port, int backlog, uint16_t *bound) {
    struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    if (getaddrinfo(host, port, &hints, &found) != 0) return -EINVAL;
    int descriptor = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        int code = errno;
        freeaddrinfo(found);
        return -code;
    }
    int on = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (found->ai_family == AF_INET6) setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    int failed = bind(descriptor, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    if (failed < 0 || listen(descriptor, backlog) < 0) return closing(descriptor);
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    if (getsockname(descriptor, (struct sockaddr *)&address, &length) < 0) return closing(descriptor);
    *bound = ntohs(address.ss_family == AF_INET ? ((struct sockaddr_in *)&address)->sin_port
                                                : ((struct sockaddr_in6 *)&address)->sin6_port);
    return descriptor;
}

int socket_listen_unix(const char *path, unsigned mode, int backlog) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -ENAMETOOLONG;
    strcpy(address.sun_path, path);
    struct stat status;
    if (lstat(path, &status) == 0) {
        if (!S_ISSOCK(status.st_mode)) return -EEXIST;
        // Someone who answers keeps the address; a socket nobody listens to is left over from a crash.
        int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (probe < 0) return -errno;
        int connected = connect(probe, (struct sockaddr *)&address, sizeof address);
        int code = errno;
        close(probe);
        if (connected == 0 || code == EAGAIN) return -EADDRINUSE;
        if (unlink(path) < 0) return -errno;
    }
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -errno;
    // Nobody can connect between bind and listen, so the mode is set in time.
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0) return closing(descriptor);
    if (chmod(path, mode) < 0 || listen(descriptor, backlog) < 0) return closing(descriptor);
    return descriptor;
}

ssize_t socket_read(int descriptor, void *bytes, size_t count) {
    ssize_t got;
    do got = recv(descriptor, bytes, count, 0);
    while (got < 0 && errno == EINTR);
    return got < 0 ? -errno : got;
}

ssize_t socket_write(int descriptor, const void *bytes, size_t count) {
    ssize_t sent;
    do sent = send(descriptor, bytes, count, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

ssize_t socket_write_two(int descriptor, const void *first, size_t first_count, const void *second, size_t second_count) {
    struct iovec pieces[2] = {{(void *)first, first_count}, {(void *)second, second_count}};
    struct msghdr message = {.msg_iov = pieces, .msg_iovlen = 2};
    ssize_t sent;
    do sent = sendmsg(descriptor, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

ssize_t socket_send_file(int descriptor, int file, int64_t offset, size_t count) {
    off_t position = offset;
    ssize_t sent;
    do sent = sendfile(descriptor, file, &position, count);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

void socket_finish_writing(int descriptor) { shutdown(descriptor, SHUT_WR); }

int file_open(const char *path) {
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    return descriptor < 0 ? -errno : descriptor;
}

int file_stat(int descriptor, int64_t *size, int64_t *modified, int *regular) {
    struct stat status;
    if (fstat(descriptor, &status) < 0) return -errno;
    *size = status.st_size;
    *modified = status.st_mtim.tv_sec;
    *regular = S_ISREG(status.st_mode);
    return 0;
}
