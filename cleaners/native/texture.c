/* How the lines of flattened text are woven: words that come again, patterns of marks that repeat,
   lines that go on in the next, and what the page is like as a whole. */

#include <stdlib.h>

#include "sheet.h"
#include "pages.h"

/* The measures, in the order of ``COLUMNS`` in cleaners/boilerplate/texture.py. */
enum {
    CHARACTERS, CAPITALS, CASELESS, FIGURES, MARKS, COMMAS, LENGTH_HABIT, RISE, FALL, UNEVENNESS,
    TOKEN_LENGTH, TOKEN_SPREAD, SHORT_TOKENS, NUMBERS, FAMILIAR, FRESH, LIKENESS,
    ABOVE, BELOW, FIRST_SHARED, LAST_SHARED,
    TEMPLATE, TEMPLATE_BEFORE, TEMPLATE_AFTER, TEMPLATE_EVEN,
    CONTINUES, CONTINUED, TRAILS_OFF, POINTS_ON, EXCLAIMS, OPEN_END, SYMBOL_START,
    UPPER_HABIT, PAGE
};
/* What measure_page fills. */
enum { PAGE_ROWS = 9 };
_Static_assert(PAGE + PAGE_ROWS == TEXTURE_ROWS, "sheet.h counts other measures");

static const double CAPITALS_ELSEWHERE = 0.05, LINE_WORDS = 8, ITEM = 3;
static const int64_t SHORT_TOKEN = 3, NEAR = 3, LONGEST_TEMPLATE = 80, FAR = 30, LIST = 5;
static const int64_t EVENNESS_REACH = 4;
static const uint64_t TEMPLATE_BASE = 0x9E3779B97F4A7C15;
static const uint32_t POINTING[] = U"»›>→▶►", EXCLAIMING[] = U"!！", OPEN[] = U":,;–—-，：；、";

struct page {
    int64_t lines;
    /* Characters: lines x spans, counts classes x lines. */
    const uint32_t *codes;
    const uint8_t *classes;
    const int64_t *starts, *ends, *lengths, *counts;
    /* Tokens: those of line i are from offsets[i] to offsets[i + 1]. */
    const int64_t *offsets, *line_of, *ids, *length;
    const uint64_t *hashes, *stems;
    const uint32_t *first;
    /* Lines: lengths in words, whether they end a sentence, begin with a small letter. */
    const double *words;
    const bool *running;
    const float *ended, *lower;
    float *found;
};

static float *row_of(const struct page *page, int64_t measure)
{
    return page->found + measure * page->lines;
}

static int64_t count_of(const struct page *page, int64_t class, int64_t line)
{
    return page->counts[class * page->lines + line];
}

static int64_t letters_of(const struct page *page, int64_t line)
{
    return count_of(page, UPPER, line) + count_of(page, LOWER, line) +
           count_of(page, LETTER, line) + count_of(page, IDEOGRAPH, line);
}

static double ratio(int64_t part, int64_t whole)
{
    return (double)part / (double)greater(whole, 1);
}

/* Sets values in relation to their mean over the words of the page's running text. */
static void set_in_relation(const struct page *page, const double *values, double elsewhere,
                            float *row)
{
    double sum = 0, words = 0;
    for (int64_t line = 0; line < page->lines; line++)
        if (page->running[line]) {
            words += page->words[line];
            sum += values[line] * page->words[line];
        }
    double usual = words > 0 ? sum / words : elsewhere;
    for (int64_t line = 0; line < page->lines; line++)
        row[line] = (float)(values[line] - usual);
}

/* Measures what kinds of characters a line has; ``upper`` is room for a number a line. */
static void measure_letters(const struct page *page, double *upper)
{
    for (int64_t line = 0; line < page->lines; line++) {
        float *cell = page->found + line;
        int64_t letters = letters_of(page, line), figures = count_of(page, DIGIT, line), total = -1;
        int64_t spaces = count_of(page, BLANK, line) + count_of(page, SPACE, line) - 1;
        int64_t caseless = count_of(page, LETTER, line) + count_of(page, IDEOGRAPH, line);
        for (int64_t class = 0; class < CLASSES; class++)
            total += count_of(page, class, line);
        total = greater(total, 1);
        upper[line] = ratio(count_of(page, UPPER, line), letters);
        cell[CHARACTERS * page->lines] = (float)log1p((double)total);
        cell[CAPITALS * page->lines] = (float)upper[line];
        cell[CASELESS * page->lines] = (float)ratio(caseless, letters);
        cell[FIGURES * page->lines] = (float)ratio(figures, total);
        cell[MARKS * page->lines] = (float)ratio(total - letters - figures - spaces, total);
        cell[COMMAS * page->lines] = (float)ratio(
            count_of(page, COMMA, line), page->offsets[line + 1] - page->offsets[line]);
    }
    set_in_relation(page, upper, CAPITALS_ELSEWHERE, row_of(page, UPPER_HABIT));
}

/* Measures a line's length beside its neighbours'; room for 2 x lines + 1 numbers. */
static void measure_lengths(const struct page *page, double *room)
{
    double *length = room, *steps = room + page->lines;
    float *rise = row_of(page, RISE), *fall = row_of(page, FALL);
    steps[0] = 0;
    for (int64_t line = 0; line < page->lines; line++) {
        length[line] = log1p(page->words[line]);
        double rises = line ? length[line] - length[line - 1] : 0;
        steps[line + 1] = steps[line] + fabs(rises);
        rise[line] = (float)rises;
        fall[line] = 0;
        if (line)
            fall[line - 1] = (float)rises;
    }
    set_in_relation(page, length, 0, row_of(page, LENGTH_HABIT));
    float *row = row_of(page, UNEVENNESS);
    for (int64_t line = 0; line < page->lines; line++) {
        int64_t low = greater(line - EVENNESS_REACH, 0);
        int64_t high = smaller(line + EVENNESS_REACH + 2, page->lines);
        row[line] = (float)((steps[high] - steps[low]) / (double)(high - low));
    }
}

/* Says whether a token tells of a subject: no short word, but any ideograph. */
static bool is_content(const struct page *page, int64_t token)
{
    bool tells = page->length[token] > SHORT_TOKEN || page->first[token] >= FIRST_IDEOGRAPH;
    return tells && page->hashes[token] != NUMBER_HASH;
}

/* Counts for each token's id how often the page has it, and how often its running text; gives how
   many tokens the page has once. */
static int64_t count_tokens_of_page(const struct page *page, int64_t *often, int64_t *spoken)
{
    int64_t tokens = page->offsets[page->lines], once = 0;
    memset(often, 0, (size_t)tokens * sizeof *often);
    memset(spoken, 0, (size_t)tokens * sizeof *spoken);
    for (int64_t line = 0; line < page->lines; line++)
        for (int64_t i = page->offsets[line]; i < page->offsets[line + 1]; i++) {
            often[page->ids[i]]++;
            spoken[page->ids[i]] += page->running[line] && page->hashes[i] != NUMBER_HASH;
        }
    for (int64_t i = 0; i < tokens; i++)
        once += often[i] == 1;
    return once;
}

/* Logarithms of small numbers: most words come a few times. */
enum { LOGS = 32 };
struct logs {
    double of[LOGS], above[LOGS];
};

static struct logs note_logs(void)
{
    struct logs logs;
    for (int64_t i = 0; i < LOGS; i++) {
        logs.of[i] = log((double)i);
        logs.above[i] = log1p((double)i);
    }
    return logs;
}

static double log_of(const struct logs *logs, int64_t value)
{
    return value < LOGS ? logs->of[value] : log((double)value);
}

/* The logarithm of one more. */
static double log_above(const struct logs *logs, int64_t value)
{
    return value < LOGS ? logs->above[value] : log1p((double)value);
}

/* Measures a line's words: how long they are, how often the page and its text have them. */
static void measure_tokens(const struct page *page, int64_t line, const int64_t *often,
                           const int64_t *spoken, const struct logs *logs)
{
    double length = 0, squares = 0, brief = 0, numbers = 0, familiar = 0, fresh = 0;
    double likeness = 0, content = 0, count = at_least(
        (double)(page->offsets[line + 1] - page->offsets[line]), 1);
    for (int64_t i = page->offsets[line]; i < page->offsets[line + 1]; i++) {
        bool word = page->hashes[i] != NUMBER_HASH;
        int64_t times = often[page->ids[i]], elsewhere = spoken[page->ids[i]] - page->running[line];
        double letters = (double)page->length[i];
        length += letters;
        squares += letters * letters;
        brief += word && page->length[i] <= SHORT_TOKEN;
        numbers += !word;
        familiar += word && times > 1 ? log_of(logs, times) : 0;
        fresh += word && times == 1;
        if (is_content(page, i)) {
            content++;
            likeness += elsewhere > 0 ? log_above(logs, elsewhere) : 0;
        }
    }
    float *cell = page->found + line;
    double mean = length / count;
    cell[TOKEN_LENGTH * page->lines] = (float)mean;
    cell[TOKEN_SPREAD * page->lines] = (float)sqrt(at_least(squares / count - mean * mean, 0));
    cell[SHORT_TOKENS * page->lines] = (float)(brief / count);
    cell[NUMBERS * page->lines] = (float)(numbers / count);
    cell[FAMILIAR * page->lines] = (float)(familiar / count);
    cell[FRESH * page->lines] = (float)(fresh / count);
    cell[LIKENESS * page->lines] = (float)(likeness / count / at_least(content / count, 1e-3));
}

/* Gives the slot of a number that may be in use; ``keys`` are those that the slots' holders have. */
static int64_t find_slot(const int64_t *slots, int64_t bits, const uint64_t *keys, uint64_t key)
{
    int64_t mask = ((int64_t)1 << bits) - 1, slot = (int64_t)slot_of(key, bits);
    while (slots[slot] >= 0 && keys[slots[slot]] != key)
        slot = (slot + 1) & mask;
    return slot;
}

static void empty_slots(int64_t *slots, int64_t bits)
{
    memset(slots, -1, ((size_t)1 << bits) * sizeof *slots);
}

/* Measures how much of a line's subject stands just above and below it.

   slots      2^bits   the last token of each stem
   contents   lines    room to count the tokens that tell of a subject
*/
static void measure_recurrence(const struct page *page, int64_t *slots, int64_t bits,
                               int64_t *contents)
{
    float *above = fill(row_of(page, ABOVE), 0, page->lines) - page->lines;
    float *below = fill(row_of(page, BELOW), 0, page->lines) - page->lines;
    empty_slots(slots, bits);
    for (int64_t line = 0; line < page->lines; line++) {
        contents[line] = 0;
        for (int64_t i = page->offsets[line]; i < page->offsets[line + 1]; i++) {
            if (!is_content(page, i))
                continue;
            contents[line]++;
            int64_t slot = find_slot(slots, bits, page->stems, page->stems[i]);
            int64_t before = slots[slot] < 0 ? line : page->line_of[slots[slot]];
            slots[slot] = i;
            if (before < line && line - before <= NEAR) {
                above[line]++;
                below[before]++;
            }
        }
    }
    for (int64_t line = 0; line < page->lines; line++) {
        above[line] = (float)((double)above[line] / (double)greater(contents[line], 1));
        below[line] = (float)((double)below[line] / (double)greater(contents[line], 1));
    }
}

/* Measures how many lines begin (or end) with the same word as each line.

   often   tokens   room to count them
*/
static void measure_borders(const struct page *page, bool at_end, int64_t *often, float *row)
{
    memset(often, 0, (size_t)page->offsets[page->lines] * sizeof *often);
    for (int64_t pass = 0; pass < 2; pass++)
        for (int64_t line = 0; line < page->lines; line++) {
            int64_t first = page->offsets[line], behind = page->offsets[line + 1];
            bool empty = first == behind;
            int64_t id = empty ? 0 : page->ids[at_end ? behind - 1 : first];
            if (pass)
                row[line] = (float)(empty ? 0 : log1p((double)often[id]));
            else if (!empty)
                often[id]++;
        }
}

/* Gives a number to the pattern of letters, digits and marks of a line; all letters are alike. */
static uint64_t template_of(const struct page *page, int64_t line)
{
    uint64_t hash = 0;
    uint8_t before = CLASSES;
    for (int64_t i = page->starts[line]; i < page->ends[line]; i++) {
        uint8_t class = page->classes[i];
        if (class == UPPER || class == LOWER || class == IDEOGRAPH)
            class = LETTER;
        if (class != before)
            hash = hash * TEMPLATE_BASE + class + 1;
        before = class;
    }
    return hash;
}

/* Measures how often a line's template comes, and how far away the next ones are; gives the share
   of lines whose template is frequent.

   hashes   lines    room for the templates
   slots    2^bits   the last line of each template
   first    lines    room for the first line of each, and (behind) how often it comes
*/
static double measure_templates(const struct page *page, uint64_t *hashes, int64_t *slots,
                                int64_t bits, int64_t *first)
{
    float *before = row_of(page, TEMPLATE_BEFORE), *after = row_of(page, TEMPLATE_AFTER);
    int64_t *often = first + page->lines, listed = 0;
    empty_slots(slots, bits);
    for (int64_t line = 0; line < page->lines; line++) {
        first[line] = line;
        often[line] = 0;
        before[line] = after[line] = (float)FAR;
        hashes[line] = 0;
        if (page->lengths[line] <= LONGEST_TEMPLATE) {
            hashes[line] = template_of(page, line);
            int64_t slot = find_slot(slots, bits, hashes, hashes[line]), last = slots[slot];
            if (last >= 0) {
                first[line] = first[last];
                before[line] = after[last] = (float)smaller(line - last, FAR);
            }
            slots[slot] = line;
        }
        often[first[line]]++;
    }
    for (int64_t line = 0; line < page->lines; line++) {
        int64_t times = often[first[line]];
        listed += times >= LIST;
        row_of(page, TEMPLATE)[line] = (float)log1p((double)times);
        row_of(page, TEMPLATE_EVEN)[line] = before[line] == after[line] && before[line] < FAR;
    }
    return ratio(listed, page->lines);
}

static bool is_among(uint32_t code, const uint32_t *wanted)
{
    for (; *wanted; wanted++)
        if (*wanted == code)
            return true;
    return false;
}

/* Says how a line ends and starts: sentences that go on, and marks that promise more. */
static void measure_edges(const struct page *page, int64_t line)
{
    int64_t end = page->ends[line];
    uint32_t last = page->codes[end - 1], before_last = end > 1 ? page->codes[end - 2] : 0;
    uint8_t first = page->classes[page->starts[line]];
    bool on = line && !(page->ended[line - 1] > 0) && page->lower[line] > 0;
    float *cell = page->found + line;
    cell[CONTINUES * page->lines] = on;
    cell[CONTINUED * page->lines] = 0;
    if (line)
        cell[CONTINUED * page->lines - 1] = on;
    cell[TRAILS_OFF * page->lines] = last == U'…' || (last == '.' && before_last == '.');
    cell[POINTS_ON * page->lines] = is_among(last, POINTING);
    cell[EXCLAIMS * page->lines] = is_among(last, EXCLAIMING);
    cell[OPEN_END * page->lines] = is_among(last, OPEN);
    cell[SYMBOL_START * page->lines] = first < UPPER || first > DIGIT;
}

static int compare(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

/* Measures the page as a whole: how much of it looks like running text, how much like lists.

   sorted   lines   room to work in
*/
static void measure_page(const struct page *page, int64_t once, double listed, double *sorted)
{
    int64_t lines = page->lines, letters = 0, caseless = 0, items = 0;
    double all = 0, ended = 0, sum = 0, lowest = 0, run = -INFINITY;
    for (int64_t line = 0; line < lines; line++) {
        double words = sorted[line] = page->words[line];
        all += words;
        ended += page->ended[line] > 0 ? words : 0;
        items += words < ITEM;
        letters += letters_of(page, line);
        caseless += count_of(page, LETTER, line) + count_of(page, IDEOGRAPH, line);
        sum += words - LINE_WORDS;
        run = at_least(sum - lowest, run);
        lowest = -at_least(-sum, -lowest);
    }
    all = at_least(all, 1);
    qsort(sorted, (size_t)lines, sizeof *sorted, compare);
    float *row = row_of(page, PAGE);
    row = fill(row, log1p(all), lines);
    row = fill(row, log1p(sorted[lines / 2]), lines);
    row = fill(row, log1p(sorted[(int64_t)((double)lines * 0.9)]), lines);
    row = fill(row, ended / all, lines);
    row = fill(row, ratio(once, page->offsets[lines]), lines);
    row = fill(row, ratio(caseless, letters), lines);
    row = fill(row, listed, lines);
    row = fill(row, run / all, lines);
    fill(row, ratio(items, lines), lines);
}

/* Measures the lines of a page; there is one at least.

   codes, classes      the text, with a line feed before the first line and behind each
   starts ... lengths  lines           the lines in it, and how long they are when whole
   counts              classes x lines characters of each class, the line feed too
   offsets             lines + 1       each line's first token
   line_of ... first   tokens          as in words.py
   words, running      lines           length in words, whether it is running text
   ended, lower        lines           above 0 where a sentence ends, where a small letter begins
   room                2 x tokens + 4 x lines + 1 + 2^bits; 2^bits is above tokens and lines
   found               TEXTURE_ROWS x lines
*/
void measure_texture(const uint32_t *codes, const uint8_t *classes, const int64_t *starts,
                     const int64_t *ends, const int64_t *lengths, const int64_t *counts,
                     const int64_t *offsets, const int64_t *line_of, const int64_t *ids,
                     const int64_t *length, const uint64_t *hashes, const uint64_t *stems,
                     const uint32_t *first, const double *words, const bool *running,
                     const float *ended, const float *lower, int64_t lines, int64_t *room,
                     int64_t bits, float *found)
{
    struct page page = {
        lines, codes, classes, starts, ends, lengths, counts, offsets, line_of, ids, length,
        hashes, stems, first, words, running, ended, lower, found,
    };
    int64_t tokens = offsets[lines], *often = room, *spoken = often + tokens;
    int64_t *slots = spoken + tokens, *more = slots + ((int64_t)1 << bits);
    measure_letters(&page, (double *)more);
    measure_lengths(&page, (double *)more);
    int64_t once = count_tokens_of_page(&page, often, spoken);
    const struct logs logs = note_logs();
    for (int64_t line = 0; line < lines; line++) {
        measure_tokens(&page, line, often, spoken, &logs);
        measure_edges(&page, line);
    }
    measure_recurrence(&page, slots, bits, more);
    measure_borders(&page, false, often, row_of(&page, FIRST_SHARED));
    measure_borders(&page, true, often, row_of(&page, LAST_SHARED));
    double listed = measure_templates(&page, (uint64_t *)more, slots, bits, more + lines);
    measure_page(&page, once, listed, (double *)more);
}
