/* What the tag paths (``body/main/p``) and class names around a line say, and what else those
   elements hold. */

#include "pages.h"

static const uint64_t HASH_START = 0xCBF29CE484222325, HASH_FACTOR = 0x100000001B3;
static const double MOST_SIBLINGS = 5;

/* Gives which known tag a hash is of, -1 for others. */
static int64_t look_up(uint64_t hash, const uint64_t *known, const int16_t *slots, int64_t mask)
{
    int64_t slot = (int64_t)(hash ^ hash >> 32) & mask;
    while (slots[slot] >= 0 && known[slots[slot]] != hash)
        slot = (slot + 1) & mask;
    return slots[slot];
}

/* Cuts paths into tags.

   text       length         the paths in UTF-8, each but the last with a line feed behind it
   known                     the hashes of known tags (Fowler-Noll-Vo)
   slots      mask + 1       the tags by their hashes, -1 where there is none
   first      paths + 1      out: the number of each path's first tag; every path has one
   tags       first[paths]   out: which of the known tags each is, -1 for others
   prefixes   first[paths]   out: the hash of the path up to the end of each tag
*/
void cut_paths(const char *text, int64_t length, int64_t paths, const uint64_t *known,
               const int16_t *slots, int64_t mask, int64_t *first, int64_t *tags,
               uint64_t *prefixes)
{
    int64_t tag = 0, at = 0;
    for (int64_t path = 0; path < paths; path++, at++) {
        uint64_t own = HASH_START, whole = HASH_START;
        first[path] = tag;
        for (;; at++) {
            uint8_t byte = at < length ? (uint8_t)text[at] : '\n';
            if (byte == '/' || byte == '\n') {
                tags[tag] = look_up(own, known, slots, mask);
                prefixes[tag++] = whole;
                own = HASH_START;
            } else {
                own = (own ^ byte) * HASH_FACTOR;
            }
            if (byte == '\n')
                break;
            whole = (whole ^ byte) * HASH_FACTOR;
        }
    }
    first[paths] = tag;
}

/* The lines of a page, and of each the number of its path, of its class names, of both. */
struct marked {
    int64_t lines, paths;
    const int64_t *path_of, *css_of, *both_of;
};

/* Spreads bits of paths or class names over the lines: one row a bit; gives the next row. */
static float *spread(const int64_t *bits, int64_t count, const int64_t *of, int64_t lines,
                     float *row)
{
    for (int64_t bit = 0; bit < count; bit++, row += lines)
        for (int64_t line = 0; line < lines; line++)
            row[line] = (float)(bits[of[line]] >> bit & 1);
    return row;
}

/* Adds up values by the lines' numbers. */
static void add_up(const double *values, const int64_t *of, int64_t lines, int64_t numbers,
                   double *sums)
{
    memset(sums, 0, (size_t)numbers * sizeof *sums);
    for (int64_t line = 0; line < lines; line++)
        sums[of[line]] += values ? values[line] : 1;
}

/* Gives paths that are equal once their last ``up`` tags are gone the number of the first such.

   slots   mask + 1, a power of two above the count of paths: the numbers in use, by hash
*/
static void climb(const int64_t *first, const uint64_t *prefixes, int64_t paths, int64_t up,
                  int64_t *slots, int64_t mask, int64_t *above)
{
    memset(slots, -1, (size_t)(mask + 1) * sizeof *slots);
    for (int64_t path = 0; path < paths; path++) {
        int64_t tag = first[path + 1] - 1 - up;
        uint64_t hash = tag >= first[path] ? prefixes[tag] : HASH_START;
        int64_t slot = (int64_t)(hash >> 32) & mask;
        for (; slots[slot] >= 0; slot = (slot + 1) & mask) {
            int64_t other = first[slots[slot] + 1] - 1 - up;
            if ((other >= first[slots[slot]] ? prefixes[other] : HASH_START) == hash)
                break;
        }
        if (slots[slot] < 0)
            slots[slot] = path;
        above[path] = slots[slot];
    }
}

/* Measures the elements around each line: how much of the page's running text lines with the same
   markup, the same path and the same elements above it hold; how many lines are marked up alike, how
   deep the path is, and how many words the path has for each.

   good     lines              words of running text outside links
   sums     2 x lines          room to work in
   slots    mask + 1 + paths   room to work in
   row      8 x lines
*/
static void measure_elements(const struct marked *page, const double *words, const double *good,
                             const int64_t *first, const uint64_t *prefixes, double *sums,
                             int64_t *slots, int64_t mask, float *row)
{
    int64_t lines = page->lines, *above = slots + mask + 1;
    double total = 0;
    for (int64_t line = 0; line < lines; line++)
        total += good[line];
    total = at_least(total, 1);
    add_up(good, page->both_of, lines, lines, sums);
    for (int64_t line = 0; line < lines; line++)
        row[line] = (float)(sums[page->both_of[line]] / total);
    for (int64_t up = 0; up <= 3; up++) {
        row += lines;
        climb(first, prefixes, page->paths, up, slots, mask, above);
        memset(sums, 0, (size_t)page->paths * sizeof *sums);
        for (int64_t line = 0; line < lines; line++)
            sums[above[page->path_of[line]]] += good[line];
        for (int64_t line = 0; line < lines; line++)
            row[line] = (float)(sums[above[page->path_of[line]]] / total);
    }
    row += lines;
    double *held = sums + lines;
    add_up(NULL, page->both_of, lines, lines, sums);
    add_up(words, page->path_of, lines, page->paths, held);
    for (int64_t line = 0; line < lines; line++) {
        int64_t path = page->path_of[line];
        double siblings = sums[page->both_of[line]];
        row[line] = (float)within(log1p(siblings), MOST_SIBLINGS);
        row[lines + line] = (float)(first[path + 1] - first[path] - 1);
        row[2 * lines + line] = (float)log1p(held[path] / siblings);
    }
}

/* Measures the markup of the lines.

   path_of ... both_of   lines         the number of each line's path, class names, both together
   words, ended, links   lines         length in words, whether it ends a sentence, link density
   least                               from so many words on a sentence is running text
   first, tags, prefixes               as ``cut_paths`` gives them
   kinds                 knowns        the kinds of the known tags, as bits
   cues                  class names   as ``find_cues`` gives them
   room                  3 x lines; paths are no more than lines
   slots                 mask + 1 + paths; mask + 1 is a power of two above the count of paths
   found                 (1 + kind_rows + cue_rows + 8) x lines
*/
void measure_surroundings(const int64_t *path_of, const int64_t *css_of, const int64_t *both_of,
                          const double *words, const bool *ended, const double *links,
                          int64_t lines, double least, const int64_t *first, const int64_t *tags,
                          const uint64_t *prefixes, int64_t paths, const int64_t *kinds,
                          int64_t kind_rows, const int64_t *cues, int64_t cue_rows, double *room,
                          int64_t *slots, int64_t mask, float *found)
{
    struct marked page = {lines, paths, path_of, css_of, both_of};
    int64_t *bits = slots + mask + 1;
    for (int64_t path = 0; path < paths; path++) {
        bits[path] = 0;
        for (int64_t tag = first[path]; tag < first[path + 1]; tag++)
            bits[path] |= tags[tag] < 0 ? 0 : kinds[tags[tag]];
    }
    for (int64_t line = 0; line < lines; line++)
        found[line] = (float)links[line];
    float *row = spread(bits, kind_rows, path_of, lines, found + lines);
    row = spread(cues, cue_rows, css_of, lines, row);
    double *good = room;
    for (int64_t line = 0; line < lines; line++)
        good[line] = ended[line] && words[line] >= least ? words[line] * (1 - links[line]) : 0;
    measure_elements(&page, words, good, first, prefixes, room + lines, slots, mask, row);
}
