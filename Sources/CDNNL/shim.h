#pragma once
#include <dnnl.h>

// Debian's oneDNN runs on GNU OpenMP. Its header belongs to GCC, so what we call of it is declared here: calls of the OpenMP standard,
// and the one that GCC compiles `#pragma omp parallel` to (libgomp's ABI since GOMP_4.0).

void omp_set_num_threads(int threads);
int omp_get_thread_num(void);
int omp_get_num_threads(void);
int omp_get_num_procs(void);
void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
