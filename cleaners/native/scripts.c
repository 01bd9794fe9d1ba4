/* How much of a text is in which script. */

#include "kernels.h"

/* Counts the characters of each script; gives the first character whose script is not known, or -1.

   text     size     code points
   numbers           the number of each code point's script from 1 on, 0: not known
   counts   scripts  all 0
*/
int64_t count_scripts(const uint32_t *text, int64_t size, const uint8_t *numbers, int64_t *counts)
{
    for (int64_t i = 0; i < size; i++) {
        uint8_t number = numbers[text[i]];
        if (!number)
            return text[i];
        counts[number - 1]++;
    }
    return -1;
}
