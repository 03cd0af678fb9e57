#ifndef FLINT_CSODIUM_H
#define FLINT_CSODIUM_H

#include <sodium.h>

#endif
