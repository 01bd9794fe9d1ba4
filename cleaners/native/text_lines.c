/* The lines of a text: where they are, and which of them come from which after edits. */

#include "spaces.h"

/* Finds the lines of a text that are not blank, white space at their ends left out; gives how many.

   text    size    code points; lines are cut at line feeds
   starts  room    where each begins; room is one more than there can be lines that are not blank
   ends    room    where each ends
*/
int64_t cut_lines(const uint32_t *text, int64_t size, int64_t *starts, int64_t *ends)
{
    int64_t lines = 0;
    for (int64_t at = 0; at <= size; at++) {
        int64_t start = at;
        while (at < size && text[at] != '\n')
            at++;
        int64_t end = at;
        while (start < end && is_space(text[start]))
            start++;
        while (end > start && is_space(text[end - 1]))
            end--;
        starts[lines] = start;
        ends[lines] = end;
        lines += end > start;
    }
    return lines;
}

static bool is_among(uint32_t code, const uint32_t *codes, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        if (codes[i] == code)
            return true;
    return false;
}

/* Finds the lines that begin with a sign, or have a mark as their second, third or fourth character;
   gives how many.

   text          code points
   starts, ends  lines, none of them empty
   signs, marks  as many code points as ``sign_count`` and ``mark_count``
   found         lines  their numbers
*/
int64_t find_marked(const uint32_t *text, const int64_t *starts, const int64_t *ends, int64_t lines,
                    const uint32_t *signs, int64_t sign_count, const uint32_t *marks,
                    int64_t mark_count, int64_t *found)
{
    int64_t count = 0;
    for (int64_t line = 0; line < lines; line++) {
        int64_t at = starts[line], end = at + 4 < ends[line] ? at + 4 : ends[line];
        bool marked = is_among(text[at], signs, sign_count);
        while (!marked && ++at < end)
            marked = is_among(text[at], marks, mark_count);
        found[count] = line;
        count += marked;
    }
    return count;
}

/* Where the edits have moved what was looked at last. */
typedef struct {
    const int64_t *starts, *ends, *sizes;
    int64_t count, next, shift;
} Edits;

static bool ends_by(const Edits *edits, int64_t position)
{
    return edits->next < edits->count && edits->ends[edits->next] <= position;
}

static void pass(Edits *edits)
{
    int64_t i = edits->next++;
    edits->shift += edits->sizes[i] - (edits->ends[i] - edits->starts[i]);
}

static bool is_cut(const Edits *edits, int64_t position)
{
    return edits->next < edits->count && edits->starts[edits->next] < position;
}

/* Says where a span of the text before stands in the text after; one that begins or ends inside a
   replacement holds all of it. Spans are asked for in order. */
static void carry(Edits *edits, int64_t *start, int64_t *end)
{
    while (ends_by(edits, *start))
        pass(edits);
    int64_t first = *start + edits->shift;
    if (is_cut(edits, *start))
        first = edits->starts[edits->next] + edits->shift;
    while (ends_by(edits, *end) && is_cut(edits, *end))
        pass(edits);
    int64_t last = *end + edits->shift;
    if (is_cut(edits, *end))
        last = edits->starts[edits->next] + edits->shift + edits->sizes[edits->next];
    *start = first;
    *end = last > first ? last : first;
}

/* Gives the first of the spans, from one on, that shares most characters with a line. */
static int64_t most_shared(const int64_t *starts, const int64_t *ends, int64_t count, int64_t first,
                           int64_t start, int64_t end)
{
    int64_t best = first, most = -1;
    for (int64_t i = first; i < count && starts[i] < end; i++) {
        int64_t left = starts[i] > start ? starts[i] : start;
        int64_t right = ends[i] < end ? ends[i] : end;
        if (right - left > most) {
            most = right - left;
            best = i;
        }
    }
    return best;
}

/* Finds the lines of a text after edits, and which of the lines before each shares most with.

   text         size     the code points after the edits
   old          2 x olds the starts and the ends of the lines before; they are moved
   edits        3 x count  where each begins and ends in the text before, and the size of what it
                         puts there; ordered and disjoint
   starts, ends, sources  room, as in cut_lines; a source is the number of an old line, 0 where there
                         is none
*/
int64_t carry_lines(const uint32_t *text, int64_t size, int64_t *old, int64_t olds,
                    const int64_t *edits, int64_t count, int64_t *starts, int64_t *ends,
                    int64_t *sources)
{
    Edits walk = {edits, edits + count, edits + 2 * count, count, 0, 0};
    for (int64_t i = 0; i < olds; i++)
        carry(&walk, old + i, old + olds + i);
    int64_t lines = cut_lines(text, size, starts, ends), first = 0;
    for (int64_t i = 0; i < lines; i++) {
        while (first < olds - 1 && old[olds + first] <= starts[i])
            first++;
        sources[i] = first;
        if (first < olds - 1 && old[first + 1] < ends[i])
            sources[i] = most_shared(old, old + olds, olds, first, starts[i], ends[i]);
    }
    return lines;
}
