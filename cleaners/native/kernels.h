/* What every kernel includes. Kernels take flat arrays in C order, write only into arrays that the
   caller made, keep nothing, and are told the size of everything. */

#ifndef LIMPIDE_KERNELS_H
#define LIMPIDE_KERNELS_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#endif
