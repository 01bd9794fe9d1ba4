/* Words that programs leave in the source of a page. */

#include "kernels.h"

static uint8_t lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte + 32 : byte;
}

/* Notes which words a text holds, in small or capital letters of ASCII.

   text    size       bytes
   words              one after the other, in small letters, none shorter than two bytes
   starts  count + 1  where each begins
   pairs   0x10000    1 for each two bytes that a word begins with, the first the greater part
   found   count      set to 1 for each word in the text
*/
void find_words(const uint8_t *text, int64_t size, const uint8_t *words, const int64_t *starts,
                int64_t count, const uint8_t *pairs, uint8_t *found)
{
    for (int64_t at = 0; at + 1 < size; at++) {
        if (!pairs[lower(text[at]) << 8 | lower(text[at + 1])])
            continue;
        for (int64_t word = 0; word < count; word++) {
            int64_t same = 0, length = starts[word + 1] - starts[word];
            if (found[word] || length > size - at)
                continue;
            while (same < length && lower(text[at + same]) == words[starts[word] + same])
                same++;
            found[word] = same == length;
        }
    }
}
