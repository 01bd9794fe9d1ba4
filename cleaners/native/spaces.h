/* White space as Python's ``str`` knows it. */

#ifndef LIMPIDE_SPACES_H
#define LIMPIDE_SPACES_H

#include "kernels.h"

static inline bool is_space(uint32_t code)
{
    if (code < 0x80)
        return code == ' ' || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A)
           || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F
           || code == 0x3000;
}

#endif
