#ifndef FLINT_CCURL_H
#define FLINT_CCURL_H

// libcurl sets and reads everything through variadic functions, which Swift cannot call:
// here is one plain function for each type of argument.

#include <curl/curl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

static inline CURLcode flint_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode flint_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

// libcurl keeps a copy of the text.
static inline CURLcode flint_curl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

// libcurl keeps the pointer: the list must outlive the transfer.
static inline CURLcode flint_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode flint_curl_set_owner(CURL *easy, void *owner) {
    return curl_easy_setopt(easy, CURLOPT_PRIVATE, owner);
}

static inline void *flint_curl_owner(CURL *easy) {
    char *owner = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &owner);
    return owner;
}

static inline CURLcode flint_curl_on_header(CURL *easy, curl_write_callback call, void *owner) {
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, owner);
    return curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, call);
}

static inline CURLcode flint_curl_on_body(CURL *easy, curl_write_callback call, void *owner) {
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, owner);
    return curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, call);
}

static inline CURLcode flint_curl_on_read(CURL *easy, curl_read_callback call, curl_seek_callback seek, void *owner) {
    curl_easy_setopt(easy, CURLOPT_READDATA, owner);
    curl_easy_setopt(easy, CURLOPT_SEEKDATA, owner);
    curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, seek);
    return curl_easy_setopt(easy, CURLOPT_READFUNCTION, call);
}

static inline CURLcode flint_curl_on_socket(CURL *easy, curl_opensocket_callback call, void *owner) {
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, owner);
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, call);
}

static inline CURLcode flint_curl_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLcode flint_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(easy, info, value);
}

static inline CURLMcode flint_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

// The address that libcurl is about to connect to, in network order: its length, 4 or 16, or 0 for any other family.
// The struct ends with a `sockaddr` that is longer than it says.
static inline int flint_curl_address(const struct curl_sockaddr *peer, unsigned char bytes[16]) {
    const char *start = (const char *)&peer->addr;
    if (peer->family == AF_INET && peer->addrlen >= sizeof(struct sockaddr_in)) {
        memcpy(bytes, start + offsetof(struct sockaddr_in, sin_addr), 4);
        return 4;
    }
    if (peer->family == AF_INET6 && peer->addrlen >= sizeof(struct sockaddr_in6)) {
        memcpy(bytes, start + offsetof(struct sockaddr_in6, sin6_addr), 16);
        return 16;
    }
    return 0;
}

// Not to be inherited by the processes that this one starts.
static inline curl_socket_t flint_curl_socket(const struct curl_sockaddr *peer) {
    return socket(peer->family, peer->socktype | SOCK_CLOEXEC, peer->protocol);
}

#endif
