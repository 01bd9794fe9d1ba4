/* Which phrases a page's lines hold: the longest first, from left to right. */

#include "sheet.h"

/* Odd, as in words.py: a run of tokens is known by the polynomial of their hashes. */
#define TOKEN_BASE 0xC2B2AE3D27D4EB4Fu
/* Stands in a phrase for some words; no token has this hash. */
#define WILDCARD 0u
#define MOST_KINDS 63
#define NONE (-1)

/* All phrases, as phrases.py compiles them; tables by hash are as fill_table makes them.

   first_hashes     2^first_bits    the tokens with which phrases begin
   firsts           2^first_bits    their numbers
   first_likely
   length_offsets   firsts + 1      where the lengths of the phrases that begin with each stand
   lengths                          in tokens, the shortest first
   pattern_offsets  firsts + 1      which phrases with a placeholder begin with each
   token_offsets    patterns + 1    where their tokens stand
   pattern_tokens
   pattern_kinds    patterns
   phrase_hashes    2^phrase_bits   the phrases without a placeholder
   phrase_kinds     2^phrase_bits
   phrase_likely
*/
typedef struct {
    const uint64_t *first_hashes;
    const int32_t *firsts;
    const uint64_t *first_likely;
    const int32_t *length_offsets, *lengths, *pattern_offsets, *token_offsets;
    const uint64_t *pattern_tokens;
    const int32_t *pattern_kinds;
    const uint64_t *phrase_hashes;
    const int32_t *phrase_kinds;
    const uint64_t *phrase_likely;
    int64_t first_bits, phrase_bits, kinds, longest_name, longest_line;
} Phrases;

/* What the phrases say about each line; NONE where there is no kind. */
typedef struct {
    double *covered;
    int64_t *kind, *first, *last, *kinds, *opening, *held;
} Hits;

typedef struct {
    int64_t end;
    int32_t kind;
} Match;

/* Gives what a table holds for a hash, or NONE. */
static inline int32_t look_up(const uint64_t *hashes, const int32_t *values,
                              const uint64_t *likely, int64_t bits, uint64_t hash)
{
    const uint64_t last = ((uint64_t)1 << bits) - 1, bit = slot_of(hash, bits + LIKELY_BITS);
    uint64_t slot = bit >> LIKELY_BITS;
    if (!(likely[bit / 64] >> bit % 64 & 1))
        return NONE;
    while (values[slot] >= 0 && hashes[slot] != hash)
        slot = (slot + 1) & last;
    return values[slot];
}

/* Finds the longest phrase without a placeholder at a token. */
static Match match_phrase(const Phrases *phrases, int32_t first, const uint64_t *tokens,
                          int64_t at, int64_t count)
{
    Match found = {at, NONE};
    uint64_t sum = 0, power = 1;
    int64_t end = at;
    for (int32_t i = phrases->length_offsets[first]; i < phrases->length_offsets[first + 1]; i++) {
        const int64_t wanted = at + phrases->lengths[i];
        if (wanted > count)
            break;
        for (; end < wanted; end++) {
            sum += tokens[end] * power;
            power *= TOKEN_BASE;
        }
        const int32_t kind = look_up(phrases->phrase_hashes, phrases->phrase_kinds,
                                     phrases->phrase_likely, phrases->phrase_bits, sum);
        if (kind >= 0)
            found = (Match){end, kind};
    }
    return found;
}

/* Gives the end of a pattern that matches at a token, else 0. */
static int64_t match_pattern(const uint64_t *pattern, int64_t length, const uint64_t *tokens,
                             int64_t at, int64_t count, int64_t longest_name)
{
    for (int64_t i = 0; i < length; i++, at++) {
        if (pattern[i] != WILDCARD) {
            if (at >= count || tokens[at] != pattern[i])
                return 0;
            continue;
        }
        const int64_t rest = length - i - 1;
        if (!rest)
            return at < count && count <= at + longest_name ? count : 0;
        for (int64_t skipped = 1; skipped <= longest_name && at + skipped <= count; skipped++) {
            const int64_t end = match_pattern(pattern + i + 1, rest, tokens, at + skipped, count,
                                              longest_name);
            if (end)
                return end;
        }
        return 0;
    }
    return at;
}

/* Finds the phrase at a token: the longest without a placeholder, else the first with one. */
static Match match_at(const Phrases *phrases, const uint64_t *tokens, int64_t at, int64_t count)
{
    const int32_t first = look_up(phrases->first_hashes, phrases->firsts, phrases->first_likely,
                                  phrases->first_bits, tokens[at]);
    if (first < 0)
        return (Match){at, NONE};
    const Match found = match_phrase(phrases, first, tokens, at, count);
    if (found.kind >= 0)
        return found;
    for (int32_t i = phrases->pattern_offsets[first]; i < phrases->pattern_offsets[first + 1];
         i++) {
        const int32_t begin = phrases->token_offsets[i];
        const int64_t end =
            match_pattern(phrases->pattern_tokens + begin, phrases->token_offsets[i + 1] - begin,
                          tokens, at, count, phrases->longest_name);
        if (end)
            return (Match){end, phrases->pattern_kinds[i]};
    }
    return (Match){at, NONE};
}

/* Covers the tokens of one line with phrases. Of a long line only the start is looked at: running
   text holds such words by chance. Numbers between phrases count as covered. */
static void cover_line(const Phrases *phrases, const uint64_t *tokens, int64_t count, int64_t line,
                       const Hits *hits)
{
    int64_t by_kind[MOST_KINDS] = {0};
    int64_t covered = 0, at = 0, first = NONE, last = NONE, opening = 0, kinds = 0, kind = NONE;
    const int64_t reach = count <= phrases->longest_line ? count : 1;
    while (at < reach) {
        const Match match = match_at(phrases, tokens, at, count);
        if (match.kind < 0) {
            covered += tokens[at] == NUMBER_HASH;
            at++;
            continue;
        }
        by_kind[match.kind] += match.end - at;
        covered += match.end - at;
        kinds |= (int64_t)1 << match.kind;
        if (!at) {
            first = match.kind;
            opening = match.end;
        }
        if (match.end == count)
            last = match.kind;
        at = match.end;
    }
    for (int64_t i = 0; kinds && i < phrases->kinds; i++)
        if (kind < 0 || by_kind[i] > by_kind[kind])
            kind = i;
    hits->covered[line] = kinds ? (double)covered / (double)count : 0;
    hits->kind[line] = kind;
    hits->first[line] = first;
    hits->last[line] = last;
    hits->kinds[line] = kinds;
    hits->opening[line] = opening;
    hits->held[line] = first < 0 ? 0 : by_kind[first];
}

/* Covers the tokens of all lines.

   offsets   lines + 1     as cut_tokens gives them
   hashes    tokens
   covered   lines         the share of a line's tokens inside phrases
   columns   6 x lines     the other fields of Hits
*/
void find_phrases(const void *phrases, const int64_t *offsets, const uint64_t *hashes,
                  int64_t lines, double *covered, int64_t *columns)
{
    const Hits hits = {
        covered,           columns,           columns + lines,     columns + 2 * lines,
        columns + 3 * lines, columns + 4 * lines, columns + 5 * lines,
    };
    for (int64_t line = 0; line < lines; line++)
        cover_line(phrases, hashes + offsets[line], offsets[line + 1] - offsets[line], line, &hits);
}
