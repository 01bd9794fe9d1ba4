/* What can be measured of each line by itself. */

#include "shape.h"
#include "sheet.h"

/* Dates, addresses and tickers tell something about short lines only; capitals at a line's start. */
#define LOOKED_AT 200
#define MOST_GAP 2
#define WHOLE 0.99
#define SHORTEST_MONTH 3
#define LONGEST_MONTH 12

/* One line: its characters from `start` to `end`, a line feed before and behind. */
typedef struct {
    const uint32_t *codes;
    const uint8_t *classes;
    int64_t start, end;
} Line;

static bool listed(uint32_t code, const uint32_t *characters)
{
    while (*characters && *characters != code)
        characters++;
    return code && *characters == code;
}

static const uint32_t BULLETS[] = U"-*•‣◦▪●○■∙·–", BEFORE_TEXT[] = U"-•*·–— \t",
                      QUOTES[] = U"\"“«„「『‹'", QUESTIONS[] = U"?？؟", COLONS[] = U":：",
                      DATE_SEPARATORS[] = U"-/.", NUMBERINGS[] = U".)", YEARS[] = U"年년";

/* Tells whether a line ends as a sentence does: closing marks may follow, and white space. */
static bool ends_sentence(Line line)
{
    int64_t last = line.end - 1;
    while (last >= line.start && is_space(line.classes[last]))
        last--;
    while (last >= line.start && is_closer(line.classes[last]))
        last--;
    while (last >= line.start && is_space(line.classes[last]))
        last--;
    return last >= line.start && is_final(line.classes[last]);
}

/* Counts the sentence ends: runs of marks before white space or a closing mark. The marks of scripts
   without spaces end a sentence whatever follows. */
static int64_t sentences(Line line)
{
    int64_t found = 0;
    for (int64_t at = line.start; at < line.end; at++) {
        int64_t wide = 0;
        if (!is_final(line.classes[at]))
            continue;
        for (; at < line.end && is_final(line.classes[at]); at++)
            wide += line.classes[at] == FINAL_WIDE;
        found += is_space(line.classes[at]) || is_closer(line.classes[at]) ? 1 : wide;
    }
    return found;
}

/* Gives the share of capitals among the first letters of the words at a line's start. */
static double initials(Line line)
{
    int64_t words = 0, capitals = 0;
    const int64_t end = line.end < line.start + LOOKED_AT ? line.end : line.start + LOOKED_AT;
    for (int64_t at = line.start; at < end; at++) {
        const uint8_t class = line.classes[at];
        if (class >= UPPER && class <= IDEOGRAPH && is_space(line.classes[at - 1])) {
            words++;
            capitals += class == UPPER;
        }
    }
    return (double)capitals / (double)(words ? words : 1);
}

/* Tells whether a line begins with a bullet or a number of one or two digits with a mark, and white
   space behind it. */
static bool has_bullet(Line line)
{
    int64_t at = line.start, digits = 0;
    while (at < line.end && is_space(line.classes[at]))
        at++;
    for (; at < line.end && digits < 2 && line.classes[at] == DIGIT; at++)
        digits++;
    if (at + 1 >= line.end || !is_space(line.classes[at + 1]))
        return false;
    return listed(line.codes[at], digits ? NUMBERINGS : BULLETS);
}

/* Gives where a line's text begins: behind bullets, dashes and spaces. */
static int64_t text_start(Line line)
{
    int64_t at = line.start;
    while (at < line.end && listed(line.codes[at], BEFORE_TEXT))
        at++;
    return at;
}

static bool is_word_character(uint32_t code, uint8_t class)
{
    return (class >= UPPER && class <= NUMERAL) || code == '_';
}

/* Tells whether a mark makes an address: "info@", "@name", "www.", "https://". */
static bool is_contact(Line line, int64_t at)
{
    const uint32_t *codes = line.codes + at;
    const int64_t before = at - line.start, behind = line.end - at;
    if (codes[0] == '@' && behind > 1)
        return is_space(line.classes[at - 1]) ? is_word_character(codes[1], line.classes[at + 1])
                                              : !is_space(line.classes[at + 1]);
    if (codes[0] == '.')
        return before > 2 && codes[-1] == 'w' && codes[-2] == 'w' && codes[-3] == 'w';
    if (codes[0] != ':' || behind < 3 || codes[1] != '/' || codes[2] != '/' || before < 4)
        return false;
    const int64_t secure = codes[-1] == 's';
    return before >= 4 + secure && codes[-1 - secure] == 'p' && codes[-2 - secure] == 't'
           && codes[-3 - secure] == 't' && codes[-4 - secure] == 'h';
}

/* Tells whether a colon may be that of a time of day. */
static bool is_clock(Line line, int64_t at)
{
    const uint8_t *classes = line.classes + at;
    return line.codes[at] == ':' && classes[-1] == DIGIT && at + 2 < line.end
           && classes[1] == DIGIT && classes[2] == DIGIT;
}

/* Gives how many characters from a place on, up to a limit, are of the kind that `is` tells. */
static int64_t run(Line line, int64_t at, int64_t step, int64_t most, bool (*is)(Line, int64_t))
{
    int64_t length = 0;
    while (length < most && is(line, at + step * length))
        length++;
    return length;
}

static bool is_digit(Line line, int64_t at)
{
    return line.classes[at] == DIGIT;
}

static bool is_word(Line line, int64_t at)
{
    return is_word_character(line.codes[at], line.classes[at]);
}

/* Tells whether three numbers joined by marks stand around a digit: "2.5.2024", "2024-05-02". */
static bool is_joined_date(Line line, int64_t at)
{
    if (!listed(line.codes[at + 1], DATE_SEPARATORS))
        return false;
    const int64_t digits = run(line, at + 2, 1, 2, is_digit);
    const int64_t behind = at + 2 + digits;
    return digits && listed(line.codes[behind], DATE_SEPARATORS) && is_digit(line, behind + 1);
}

/* Tells whether a day and a month stand before a year: "2 mai 2024", "2. Mai, 2024", "May 2, 2024".
   The line feed before a line is none of these characters. */
static bool is_dated_year(Line line, int64_t year)
{
    const uint32_t *codes = line.codes;
    int64_t at = year - 1;
    if (codes[at] != ' ')
        return false;
    at -= codes[at - 1] == ',' ? 2 : 1;
    const int64_t digits = run(line, at, -1, 2, is_digit);
    if (digits && codes[at - digits] == ' ') {
        const int64_t month = at - digits - 1 - (codes[at - digits - 1] == '.');
        if (run(line, month, -1, SHORTEST_MONTH, is_word) == SHORTEST_MONTH)
            return true;
    }
    at -= codes[at] == '.';
    const int64_t month = run(line, at, -1, LONGEST_MONTH + 1, is_word);
    if (month < SHORTEST_MONTH || month > LONGEST_MONTH || codes[at - month] != ' ')
        return false;
    const int64_t day = at - month - 1;
    return is_digit(line, day - (codes[day] == '.'));
}

/* Tells whether a line holds a date, at each of its digits. */
static bool holds_date(Line line)
{
    for (int64_t at = line.start; at < line.end; at++) {
        if (!is_digit(line, at))
            continue;
        if (is_joined_date(line, at))
            return true;
        if (run(line, at, 1, 4, is_digit) < 4)
            continue;
        const int64_t behind = at + 4;
        if (is_dated_year(line, at) || listed(line.codes[behind], YEARS)
            || (behind < line.end && is_space(line.classes[behind])
                && listed(line.codes[behind + 1], YEARS)))
            return true;
    }
    return false;
}

/* Tells whether a line may be changes in percent or a place in a series ("3 / 12"). */
static bool may_be_ticker(Line line, int64_t separators)
{
    const uint32_t first = line.codes[line.start];
    const uint8_t last = line.classes[line.end - 1];
    if (line.classes[line.start] == DIGIT)
        return separators > 0 && last == DIGIT;
    return (first == '$' || (first >= 'A' && first <= 'Z'))
           && (line.codes[line.end - 1] == '%' || is_space(last));
}

/* What was counted of a page's lines, as read_lines, cut_tokens and find_phrases give it. */
typedef struct {
    const int64_t *lengths, *counts, *offsets, *length;
    const uint64_t *hashes;
    const double *covered;
    const int64_t *kind, *first, *kinds, *gaps, *groups;
    int64_t lines;
} Page;

static int64_t counted(const Page *page, int64_t class, int64_t line)
{
    return page->counts[class * page->lines + line];
}

/* Puts down what characters and words a line has, in shares of its words or characters. */
static void measure_counts(const Page *page, Line line, int64_t index, float *column)
{
    int64_t letters = 0, numbers = 0;
    const int64_t tokens = page->offsets[index + 1] - page->offsets[index];
    const double words = (double)(tokens ? tokens : 1);
    const double length = (double)(line.end > line.start ? line.end - line.start : 1);
    for (int64_t i = page->offsets[index]; i < page->offsets[index + 1]; i++) {
        letters += page->length[i];
        numbers += page->hashes[i] == NUMBER_HASH;
    }
    const int64_t separators = counted(page, SEPARATOR, index);
    column[COMMAS] = (float)((double)counted(page, COMMA, index) / words);
    column[DIGITS] = (float)((double)numbers / words);
    column[CAPITALS] = counted(page, UPPER, index) > 0 && counted(page, LOWER, index) == 0;
    column[TOKEN_LENGTH] = (float)((double)letters / words);
    column[SEPARATORS] =
        (float)((double)(separators + counted(page, SEPARATOR_CLOSER, index)) / words);
    column[SYMBOLS] =
        (float)((length - (double)letters - (double)counted(page, BLANK, index)) / length);
}

/* Puts down how a line begins and ends, and what stands in it. */
static void measure_characters(const Page *page, Line line, int64_t index, float *column)
{
    const int64_t text = text_start(line);
    const uint32_t last = line.codes[line.end - 1];
    column[SENTENCE_END] = ends_sentence(line);
    column[COLON_END] = listed(last, COLONS);
    if (counted(page, FINAL_NARROW, index) + counted(page, FINAL_WIDE, index))
        column[SENTENCES] = (float)sentences(line);
    column[INITIALS] = (float)initials(line);
    column[BULLET] = has_bullet(line);
    column[LOWER_START] = text < line.end && line.classes[text] == LOWER;
    column[QUESTION] = listed(last, QUESTIONS);
    /* Of a line of nothing but dashes and spaces the weights think as of a quotation. */
    column[QUOTE_START] = text == line.end || listed(line.codes[text], QUOTES);
}

/* Puts down what phrases a line holds. */
static void measure_hits(const Page *page, int64_t index, float *column)
{
    const bool whole = page->covered[index] > WHOLE;
    column[COVERED] = (float)page->covered[index];
    column[WHOLLY] = whole;
    for (int64_t group = 0; group < GROUPS; group++)
        column[MENU + group] = (page->kinds[index] & page->groups[group]) > 0;
    column[ENDONYM] = whole && page->kind[index] == page->groups[GROUPS];
    column[FIRST_HIT] = page->first[index] >= 0;
    column[GAP] = (float)(page->gaps[index] < MOST_GAP ? page->gaps[index] : MOST_GAP);
}

/* Looks a short line through for addresses, times and dates; tells whether it may be a ticker. */
static bool look_through(const Page *page, Line line, int64_t index, float *column)
{
    bool contact = false, clock = false;
    const int64_t marks = counted(page, FINAL_NARROW, index) + counted(page, COMMA, index)
                          + counted(page, SYMBOL, index);
    if (page->lengths[index] > LOOKED_AT)
        return false;
    for (int64_t at = line.start; marks && at < line.end; at++)
        if (line.classes[at] >= FINAL_NARROW) {
            contact |= is_contact(line, at);
            clock |= is_clock(line, at);
        }
    column[CONTACT] = contact;
    if (!counted(page, DIGIT, index))
        return false;
    column[DATE] = holds_date(line);
    const bool numbers = column[DIGITS] > 0;
    column[CLOCK] = clock && numbers;
    return numbers && may_be_ticker(line, counted(page, SEPARATOR, index));
}

/* Measures all lines, but for WORDS and TICKER, which are left 0.

   codes, classes, starts, ends, counts   as in characters.c
   lengths   lines           of the whole lines, of which the characters may be the beginning
   offsets, hashes, length   as in words.c
   covered   lines           as in hits.c, as the next three
   kind, first, kinds        lines
   gaps      lines           empty lines above each
   groups    GROUPS + 1      the kinds of phrases that count as one, as bits; the number of one kind
   found     rows x lines
   asked     lines           1 for a line that may be a ticker
*/
void measure_shape(const uint32_t *codes, const uint8_t *classes, const int64_t *starts,
                   const int64_t *ends, const int64_t *counts, const int64_t *lengths,
                   const int64_t *offsets, const uint64_t *hashes, const int64_t *length,
                   const double *covered, const int64_t *kind, const int64_t *first,
                   const int64_t *kinds, const int64_t *gaps, const int64_t *groups, int64_t lines,
                   float *found, uint8_t *asked)
{
    const Page page = {lengths, counts, offsets, length, hashes, covered,
                       kind,    first,  kinds,   gaps,   groups, lines};
    for (int64_t index = 0; index < lines; index++) {
        const Line line = {codes, classes, starts[index], ends[index]};
        float column[ROWS] = {0};
        measure_counts(&page, line, index, column);
        measure_characters(&page, line, index, column);
        measure_hits(&page, index, column);
        asked[index] = look_through(&page, line, index, column);
        for (int64_t row = 0; row < ROWS; row++)
            found[row * lines + index] = column[row];
    }
}
