#!/bin/sh
# Trains at low priority, with an allocator that keeps its pages (a fifth faster on a processor). Arguments go to train.py.
export GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=8589934592:glibc.malloc.top_pad=268435456
# Threads that wait do not spin: beside other work, spinning takes the very core that the awaited thread needs.
export OMP_WAIT_POLICY=passive GOMP_SPINCOUNT=2000
cd "$(dirname "$0")" && exec nice -n 19 "${PYTHON:-python3}" train.py "$@"
