/* All that is known of a page's lines before they are judged, in one go. */

#include "sheet.h"

#include "shape.h"

#include <stdlib.h>

/* An ideograph carries so much of a word; lines are read up to so many characters. */
#define IDEOGRAPH_WORDS 0.6
#define LESS (1 - IDEOGRAPH_WORDS)
#define READ 600.0
/* From so many words on a line that ends a sentence is running text. */
#define RUNNING 12

enum { UNKNOWN_CHARACTER = -1, NO_ROOM = -3 };
/* The first rows of the measures that follow on those of shape.h. */
enum { PLACES = ROWS + VOCABULARY_ROWS, TEXTURE = PLACES + PLACE_ROWS };

/* The arrays of a page: what they hold is said at read_sheet. */
typedef struct {
    const uint32_t *codes;
    const int64_t *lengths, *gaps;
    int64_t lines;
    const uint8_t *classes;
    int64_t *starts, *ends, *counts, *count, *hits, *offsets, *line, *length, *ids;
    uint64_t *hashes, *stems;
    uint32_t *first;
    double *covered, *words;
    uint8_t *ended, *asked;
    float *found;
} Sheet;

/* Gives the bits of a number of slots of which so many values fill no more than half. */
static int64_t bits_for(int64_t values)
{
    int64_t bits = 1;
    while ((int64_t)1 << bits <= 2 * values)
        bits++;
    return bits;
}

/* Numbers the tokens, equal ones alike; gives false where there is no room to work in. */
static bool number_tokens(const Sheet *sheet, int64_t tokens)
{
    const int64_t bits = bits_for(tokens);
    int32_t *slots = malloc(sizeof *slots << bits);
    const bool made = slots != NULL;
    if (made)
        number_equals(sheet->hashes, tokens, slots, bits, sheet->ids);
    free(slots);
    return made;
}

/* Gives the row of a measure. */
static float *row_of(const Sheet *sheet, int64_t measure)
{
    return sheet->found + measure * sheet->lines;
}

/* Weighs the lines in words and measures each by itself. */
static void measure_lines(const Sheet *sheet, const Tables *tables)
{
    const int64_t lines = sheet->lines, *hits = sheet->hits;
    for (int64_t line = 0; line < lines; line++) {
        const double whole = (double)sheet->lengths[line] / READ;
        const int64_t ideographs = sheet->counts[IDEOGRAPH * lines + line];
        sheet->words[line] = (double)sheet->count[line] - (double)ideographs * LESS;
        sheet->words[line] *= whole > 1 ? whole : 1;
    }
    measure_shape(sheet->codes, sheet->classes, sheet->starts, sheet->ends, sheet->counts,
                  sheet->lengths, sheet->offsets, sheet->hashes, sheet->length, sheet->covered,
                  hits, hits + lines, hits + 3 * lines, sheet->gaps, tables->groups, lines,
                  sheet->found, sheet->asked);
    for (int64_t line = 0; line < lines; line++) {
        row_of(sheet, WORDS)[line] = (float)log1p(sheet->words[line]);
        sheet->ended[line] = row_of(sheet, SENTENCE_END)[line] > 0;
    }
}

/* Measures a line's words beside those of the running text and the title; then, of flattened text,
   places and texture. Gives false where there is no room to work in. */
static bool compare_lines(const Sheet *sheet, const uint64_t *wanted, int64_t titled, bool flat)
{
    const int64_t lines = sheet->lines, tokens = sheet->offsets[lines];
    const int64_t bits = bits_for(tokens > lines ? tokens : lines);
    const size_t size = (size_t)(2 * tokens + 4 * lines + 4) + ((size_t)1 << bits);
    int64_t *room = malloc(size * sizeof *room);
    uint8_t *running = malloc((size_t)lines + 1);
    bool done = room && running;
    for (int64_t line = 0; done && line < lines; line++)
        running[line] = sheet->ended[line] && sheet->words[line] > RUNNING;
    done = done && measure_vocabulary(sheet->offsets, sheet->hashes, sheet->stems, sheet->ids,
                                      sheet->length, sheet->first, running, lines, wanted, titled,
                                      row_of(sheet, ROWS));
    if (done && flat && lines) {
        for (int64_t line = 0; line < lines; line++)
            running[line] = sheet->ended[line] && sheet->words[line] >= RUNNING;
        measure_places(sheet->words, (bool *)running, row_of(sheet, COVERED),
                       row_of(sheet, WHOLLY), sheet->gaps, lines, (double *)room,
                       row_of(sheet, PLACES));
        measure_texture(sheet->codes, sheet->classes, sheet->starts, sheet->ends, sheet->lengths,
                        sheet->counts, sheet->offsets, sheet->line, sheet->ids, sheet->length,
                        sheet->hashes, sheet->stems, sheet->first, sheet->words, (bool *)running,
                        row_of(sheet, SENTENCE_END), row_of(sheet, LOWER_START), lines, room, bits,
                        row_of(sheet, TEXTURE));
    }
    free(running);
    free(room);
    return done;
}

/* Gives what reading.py must say alike, in its order: the sizes of what read_sheet fills come first.

   found   8
*/
void sheet_numbers(double *found)
{
    const double numbers[] = {
        ROWS, VOCABULARY_ROWS, PLACE_ROWS, TEXTURE_ROWS, CLASSES, READ, IDEOGRAPH_WORDS, RUNNING,
    };
    memcpy(found, numbers, sizeof numbers);
}

/* Reads the lines of a page; gives how many tokens they have, or -1 where the tables do not know a
   character, -2 where a line must be folded as a whole first (see cut_tokens), -3 where there is no
   room to work in.

   tables    what is known of characters and phrases; without phrases, ``weights`` and ``numbers``
             say already what was found
   codes     characters  the lines, with line feeds around each; ``taken`` of each
   lengths   lines       of the whole lines
   gaps      lines       empty lines above each
   folded    characters  the same as codes, or with the lines behind that must be folded as a whole;
                         these begin at ``behind``
   spans     2 x lines   where the lines stand there; ``numbers`` where they stand as in codes
   wanted    titled      hashes of the words of the page's title
   flat                  whether the page is flattened text
   classes   characters
   numbers   27 x lines + lines + 1   starts, ends, characters by class, tokens, hits; offsets
   weights   2 x lines   share of each line inside phrases, length in words
   tokens    3 x room    line, length, id; there is room for one each character of ``folded``
   hashes    2 x room    and stems
   first     room
   flags     2 x lines   whether a line ends a sentence, and whether it may be a ticker
   found     measures x lines   those of shape.py and vocabulary.py; of flattened text also the
                                places of context.py and the texture
*/
int64_t read_sheet(const Tables *tables, const uint32_t *codes, const int64_t *taken,
                   const int64_t *lengths, const int64_t *gaps, int64_t lines,
                   const uint32_t *folded, int64_t behind, const int64_t *spans,
                   const uint64_t *wanted, int64_t titled, int64_t flat, uint8_t *classes,
                   int64_t *numbers, double *weights, int64_t *tokens, uint64_t *hashes,
                   uint32_t *first, int64_t room, uint8_t *flags, float *found)
{
    int64_t *starts = numbers, *ends = starts + lines, *counts = ends + lines;
    int64_t *count = counts + CLASSES * lines, *hits = count + lines, *offsets = hits + 6 * lines;
    const Sheet sheet = {
        codes, lengths, gaps, lines, classes, starts, ends, counts, count, hits, offsets, tokens,
        tokens + room, tokens + 2 * room, hashes, hashes + room, first, weights, weights + lines,
        flags, flags + lines, found,
    };
    if (!read_lines(codes, taken, lines, tables->class_of, classes, starts, ends, counts))
        return UNKNOWN_CHARACTER;
    const int64_t all = cut_tokens(folded, spans, spans + lines, lines, behind, tables->part_of,
                                   tables->folded, offsets, tokens, hashes, sheet.stems,
                                   sheet.length, first);
    if (all < 0)
        return all;
    for (int64_t line = 0; line < lines; line++)
        count[line] = offsets[line + 1] - offsets[line];
    if (!number_tokens(&sheet, all))
        return NO_ROOM;
    if (tables->phrases)
        find_phrases(tables->phrases, offsets, hashes, lines, sheet.covered, hits);
    measure_lines(&sheet, tables);
    return compare_lines(&sheet, wanted, titled, flat) ? all : NO_ROOM;
}
