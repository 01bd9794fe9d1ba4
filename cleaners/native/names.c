/* Names in a text: every span that may be one is hashed and looked up. */

#include "kernels.h"

/* Odd, as in spans.py: a span is known by the polynomial of its characters, mixed. */
#define BASE 0x9E3779B97F4A7C15u
#define MIX 0xD6E8FEB86659FD93u
#define TOPIC 1
#define STEM 2
#define OPEN 4
#define LETTER 1
#define UNSPACED 2
/* How far the table of character classes goes. */
#define LAST_CODE 0x30000u

static inline uint64_t mixed(uint64_t sum)
{
    sum ^= sum >> 32;
    sum *= MIX;
    return sum ^ (sum >> 29);
}

static inline bool may_hold(const uint8_t *bitmap, int64_t shift, uint64_t hash)
{
    uint64_t place = hash >> shift;
    return bitmap[place >> 3] >> (place & 7) & 1;
}

static inline uint8_t class_of(const uint8_t *classes, uint32_t code)
{
    return classes[code < LAST_CODE ? code : LAST_CODE];
}

/* Whether a word may end before an offset: no letter and no combining mark follows there, or the
   script needs no space. */
static inline bool ends(const uint32_t *codes, int64_t size, const uint8_t *classes, int64_t at)
{
    if (at >= size || class_of(classes, codes[at - 1]) == UNSPACED)
        return true;
    uint8_t after = class_of(classes, codes[at]);
    bool mark = codes[at] >= 0x300 && codes[at] <= 0x36F;
    return after == UNSPACED || (after != LETTER && !mark);
}

/* Gives the first place of a key in the sorted keys, or -1; buckets say where the keys with the
   same first bits begin. */
static inline int64_t place_of(const uint64_t *keys, const int32_t *buckets, int64_t shift,
                               uint64_t key)
{
    uint64_t bucket = key >> shift;
    for (int64_t place = buckets[bucket]; place < buckets[bucket + 1]; place++)
        if (keys[place] == key)
            return place;
    return -1;
}

/* Finds the entries of a table of names that stand in a text and may count there.

   codes      size             the folded text
   classes    LAST_CODE + 1    break, letter, or a character that needs no border
   keys                        hashes of the strings, sorted; buckets: where each run of the same
                               first bits begins, and one more; begun, whole: bitmaps of the first
                               bits of the hashes of their first `prefix` letters and of all;
                               open: a smaller one of those that letters may follow
   what, flags, language, subject, next: per entry; of one string's entries each leads to the next
   starts     blocks           where each stretch of one language begins
   spoken     blocks           the language there; loose: whether letters may follow a name there
   own                         subjects from here on count only before a bracket, or where asked for
   rows       room x 4         start, end, entry, whether a border follows

   Gives how many rows there are, also when there is no room for all.
*/
int64_t find_names(const uint32_t *codes, int64_t size, const uint8_t *classes,
                   const uint64_t *keys, const int32_t *buckets, const uint8_t *begun,
                   const uint8_t *whole, const uint8_t *open, int64_t bucket_shift, int64_t shift, int64_t open_shift, int64_t prefix,
                   int64_t longest, const uint8_t *what,
                   const uint8_t *flags, const uint8_t *language, const int32_t *subject,
                   const int32_t *next, const int64_t *starts, const uint8_t *spoken,
                   const uint8_t *loose, int64_t blocks, int64_t own, int64_t all, int64_t *rows,
                   int64_t room)
{
    int64_t found = 0, block = 0;
    uint8_t before = 0;
    for (int64_t start = 0; start < size; start++) {
        uint8_t kind = class_of(classes, codes[start]);
        bool begins = kind == UNSPACED || (kind == LETTER && before != LETTER);
        before = kind;
        if (!begins)
            continue;
        while (block + 1 < blocks && starts[block + 1] <= start)
            block++;
        uint64_t sum = 0, power = 1;
        for (int64_t end = start; end < size && end - start < longest; end++) {
            sum += ((uint64_t)codes[end] + 1) * power;
            power *= BASE;
            int64_t length = end - start + 1;
            if (length < 2)
                continue;
            uint64_t hash = mixed(sum);
            if (length == prefix && !may_hold(begun, shift, hash))
                break;
            bool right = ends(codes, size, classes, end + 1);
            if (!right && !loose[block] && !may_hold(open, open_shift, hash))
                continue;
            if (!may_hold(whole, shift, hash))
                continue;
            int64_t first = place_of(keys, buckets, bucket_shift, hash);
            if (first < 0)
                continue;
            for (int64_t entry = first; entry < next[first]; entry++) {
                if (language[entry] && language[entry] != spoken[block])
                    continue;
                bool follows = what[entry] == TOPIC ? flags[entry] & OPEN
                                                    : (flags[entry] & STEM) || loose[block];
                if (!right && !follows)
                    continue;
                if (subject[entry] >= own && what[entry] > TOPIC && !all) {
                    int64_t at = end + 1;
                    while (at < size && at < end + 3 && codes[at] == ' ')
                        at++;
                    uint32_t after = at < size && at < end + 3 ? codes[at] : 0;
                    if (after != '(' && after != '[' && after != 0xFF08 && after != 0x3010)
                        continue;
                }
                if (found < room) {
                    int64_t *row = rows + 4 * found;
                    row[0] = start;
                    row[1] = end + 1;
                    row[2] = entry;
                    row[3] = right;
                }
                found++;
            }
        }
    }
    return found;
}
