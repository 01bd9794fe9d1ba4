/* What class names say: the cues they hold, at one look. */

#include "kernels.h"

/* Letters are small letters and the hyphen. */
enum { LETTERS = 27 };

/* The letters of all cues as a tree: ``next`` (nodes x LETTERS) are the nodes that go on, 0 where
   none does; node 0 is before the first letter. Cues end at nodes, as bits: those that may stand
   anywhere, those that begin a word (no small letter before them), those that are all of a name's
   part between white space, underscores and hyphens. */
struct cues {
    const int16_t *next;
    const int64_t *anywhere, *beginning, *whole;
};

static int64_t letter_of(char byte)
{
    return byte >= 'a' && byte <= 'z' ? byte - 'a' : byte == '-' ? LETTERS - 1 : -1;
}

static bool is_border(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r') || byte == '_' || byte == '-';
}

/* Gives the cues that stand at ``at``, between ``start`` and ``end`` of an element's names. */
static int64_t cues_at(const struct cues *cues, const char *start, const char *at, const char *end)
{
    const bool inside = at > start && at[-1] >= 'a' && at[-1] <= 'z';
    const bool parted = at == start || is_border(at[-1]);
    int64_t found = 0, node = 0;
    for (; at < end; at++) {
        const int64_t letter = letter_of(*at);
        node = letter < 0 ? 0 : cues->next[node * LETTERS + letter];
        if (!node)
            break;
        found |= cues->anywhere[node] | (inside ? 0 : cues->beginning[node]);
        if (parted && (at + 1 == end || is_border(at[1])))
            found |= cues->whole[node];
    }
    return found;
}

/* Says which cues class names hold.

   text       length      the class names of each element, parted by spaces, in UTF-8; a line feed
                          behind each element but the last
   next ... whole         as in ``struct cues``
   own                    how many names are the element's own
   found      2 x elements   out: the cues of all names, those of its own
*/
void find_cues(const char *text, int64_t length, int64_t elements, const int16_t *next,
               const int64_t *anywhere, const int64_t *beginning, const int64_t *whole,
               int64_t own, int64_t *found)
{
    const struct cues cues = {next, anywhere, beginning, whole};
    const char *at = text, *behind = text + length;
    for (int64_t element = 0; element < elements; element++, at += at < behind) {
        const char *start = at, *end = memchr(at, '\n', (size_t)(behind - at));
        int64_t name = 0, all = 0, first = 0;
        for (end = end ? end : behind; at < end; at++) {
            const int64_t bits = cues_at(&cues, start, at, end);
            all |= bits;
            first |= name < own ? bits : 0;
            name += *at == ' ';
        }
        found[element] = all;
        found[elements + element] = first;
    }
}
