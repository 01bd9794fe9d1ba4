/* The words of a page's lines: where they are, and a number for each that tells it apart. */

#include "sheet.h"

/* Odd, as in words.py: a token is known by the polynomial of its characters. */
#define CHARACTER_BASE 0x9E3779B97F4A7C15u
/* What tells of a word's subject: so many of its first characters. */
#define STEM 5

/* Tells what a character is of a token: digits that may stand in a word go on with the one before. */
static inline uint8_t part_behind(uint8_t before, uint8_t part)
{
    part &= SPECIAL - 1;
    if (part == IN_EITHER)
        return before == IN_WORD ? IN_WORD : IN_NUMBER;
    return part;
}

/* Gives the end of the token that begins at a character; notes the parts that were seen. */
static inline int64_t token_end(const uint32_t *codes, int64_t at, int64_t end,
                                const uint8_t *part_of, uint8_t part, uint8_t *seen)
{
    at++;
    while (part != ALONE && at < end && part_behind(part, part_of[codes[at]]) == part)
        *seen |= part_of[codes[at++]];
    return at;
}

/* Adds some characters to the hash of those before them. */
static inline uint64_t hash_of(const uint32_t *codes, int64_t start, int64_t end,
                               const uint32_t *folded, uint64_t hash, uint64_t *power)
{
    for (int64_t at = start; at < end; at++) {
        hash += folded[codes[at]] * *power;
        *power *= CHARACTER_BASE;
    }
    return hash;
}

/* Cuts the lines into tokens; gives how many, or -1 where the table does not know a character, or -2
   where a line must be folded as a whole first: one with a character that does not fold by itself.
   Such lines stand, folded, behind the others. The arrays of tokens have room for one each
   character.

   codes     characters   as in characters.c
   starts    lines        where each line begins in codes
   ends      lines        where it ends
   behind                 where the lines begin that were folded as a whole
   part_of   0x110000     what each code point is of a token
   folded    0x110000     what each code point folds to
   offsets   lines + 1    the tokens of line i are those from offsets[i] to offsets[i + 1]
   line      tokens
   hashes    tokens       equal for equal tokens
   stems     tokens       the same of their first letters
   length    tokens       in letters; 1 for a number
   first     tokens       the first code point; "0" for a number
*/
int64_t cut_tokens(const uint32_t *codes, const int64_t *starts, const int64_t *ends,
                   int64_t lines, int64_t behind, const uint8_t *part_of, const uint32_t *folded,
                   int64_t *offsets, int64_t *line, uint64_t *hashes, uint64_t *stems,
                   int64_t *length, uint32_t *first)
{
    int64_t token = 0;
    for (int64_t i = 0; i < lines; i++) {
        uint8_t before = BETWEEN, seen = 0;
        int64_t at = starts[i];
        offsets[i] = token;
        while (at < ends[i]) {
            const uint8_t part = part_behind(before, part_of[codes[at]]);
            seen |= part_of[codes[at]];
            before = part;
            if (part <= BETWEEN) {
                if (!part)
                    return -1;
                at++;
                continue;
            }
            const int64_t start = at;
            at = token_end(codes, at, ends[i], part_of, part, &seen);
            line[token] = i;
            if (part == IN_NUMBER) {
                hashes[token] = stems[token] = first[token] = NUMBER_HASH;
                length[token] = 1;
            } else {
                const int64_t stem = at - start < STEM ? at : start + STEM;
                uint64_t power = 1;
                first[token] = folded[codes[start]];
                length[token] = at - start;
                stems[token] = hash_of(codes, start, stem, folded, 0, &power);
                hashes[token] = hash_of(codes, stem, at, folded, stems[token], &power);
            }
            token++;
        }
        if (seen & SPECIAL && starts[i] < behind)
            return -2;
    }
    offsets[lines] = token;
    return token;
}

/* Gives each value the position of the first that equals it.

   values   count
   slots    2^bits   room to work in, more than count
   found    count
*/
void number_equals(const uint64_t *values, int64_t count, int32_t *slots, int64_t bits,
                   int64_t *found)
{
    const uint64_t last = ((uint64_t)1 << bits) - 1;
    memset(slots, 0xFF, sizeof *slots << bits);
    for (int64_t i = 0; i < count; i++) {
        uint64_t slot = slot_of(values[i], bits);
        while (slots[slot] >= 0 && values[slots[slot]] != values[i])
            slot = (slot + 1) & last;
        if (slots[slot] < 0)
            slots[slot] = (int32_t)i;
        found[i] = slots[slot];
    }
}

/* Flags the values that are among a few wanted ones.

   values   count
   wanted   number
   flags    count
*/
void flag_wanted(const uint64_t *values, int64_t count, const uint64_t *wanted, int64_t number,
                 uint8_t *flags)
{
    uint64_t slots = 0;
    for (int64_t i = 0; i < number; i++)
        slots |= (uint64_t)1 << slot_of(wanted[i], 6);
    for (int64_t i = 0; i < count; i++) {
        flags[i] = 0;
        if (slots >> slot_of(values[i], 6) & 1)
            for (int64_t j = 0; j < number && !flags[i]; j++)
                flags[i] = values[i] == wanted[j];
    }
}

/* Puts values into a table by hash: each into its slot or the next free one.

   hashes   count          different ones
   values   count          no negative ones
   keys     2^bits
   held     2^bits         more than count; -1 in slots left free
   likely   2^(bits - 4)   starts as 0; a bit for each of 2^(bits + 2) slots
*/
void fill_table(const uint64_t *hashes, const int32_t *values, int64_t count, int64_t bits,
                uint64_t *keys, int32_t *held, uint64_t *likely)
{
    const uint64_t last = ((uint64_t)1 << bits) - 1;
    memset(held, 0xFF, sizeof *held << bits);
    for (int64_t i = 0; i < count; i++) {
        const uint64_t bit = slot_of(hashes[i], bits + LIKELY_BITS);
        uint64_t slot = slot_of(hashes[i], bits);
        while (held[slot] >= 0)
            slot = (slot + 1) & last;
        keys[slot] = hashes[i];
        held[slot] = values[i];
        likely[bit / 64] |= (uint64_t)1 << bit % 64;
    }
}
