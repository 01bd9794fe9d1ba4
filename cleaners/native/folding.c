/* The characters of a text, folded, and what kind each is. */

#include "names.h"

/* An entry of the table is a folded character and, above it, its kinds. */
#define CHARACTER 0x1FFFFFu
#define KINDS_AT 21
/* No entry looks like this: it is no character. */
#define UNMET 0xFFFFFFFFu

/* Folds a text. Gives which kinds it has, or -1 where a character has no entry yet.

   codes  size         the text
   table  known + 1    an entry for each code point, or UNMET; the last is for all beyond
   plain  size         the folded text; CHARACTER where there was no entry
   kinds  size
*/
int64_t fold_text(const uint32_t *codes, int64_t size, const uint32_t *table, int64_t known,
                  uint32_t *plain, uint8_t *kinds)
{
    uint32_t has = 0;
    bool unmet = false;
    for (int64_t at = 0; at < size; at++) {
        uint32_t entry = table[codes[at] < known ? codes[at] : known];
        plain[at] = entry & CHARACTER;
        kinds[at] = entry >> KINDS_AT;
        has |= entry;
        unmet |= entry == UNMET;
    }
    return unmet ? -1 : (int64_t)(has >> KINDS_AT);
}
