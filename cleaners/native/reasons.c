/* Which lines of a page are worth a closer look, and which of them stay. */

#include "pages.h"
#include "shape.h"

/* The bits of reasons.py, in its order. */
enum {
    OPENS = 1 << 0, KNOWN = 1 << 1, ONLY_OPENS = 1 << 2, SHAPED = 1 << 3, ORIGIN = 1 << 4,
    UNDATED = 1 << 5, SIGNS = 1 << 6, SANDWICHED = 1 << 7, ENDONYMS = 1 << 8, MAY_FOLLOW = 1 << 9,
    BUTTONS = 1 << 10, LIKED = 1 << 11, SENTENCE = 1 << 12, ITEM = 1 << 13, TABLE_ROW = 1 << 14,
    WORDLESS = 1 << 15, HEADLINE = 1 << 16, PARTED = 1 << 17
};

/* What is known of a kind of phrases, as bits. */
enum { ALWAYS = 1, AS_A_WHOLE = 2 };

/* As in features.py, proofs.py and units.py. */
static const double RUNNING_TEXT = 12, SURE = 3, MOSTLY = 0.5, ITEM_WORDS = 5;
/* Of a line that is a phrase, phrases cover so much. */
static const double WHOLE = 0.99;
/* An item with a bullet may say more than others. */
static const double SENTENCE_WORDS = 2, BULLET_WORDS = 12;
static const double LONGEST_LISTED = 30, HEADLINE_WORDS[] = {1.5, 45}, HEADLINE_COVERED = 0.6;
static const int64_t LONGEST_TRAIL = 200;

/* A page's lines, as other kernels have measured them; kinds are below 0 where there is none. */
typedef struct {
    int64_t lines, kinds;
    /* Of each kind, and of none: how long a line with such a phrase at its start may be to go for
       it, and the bits above. */
    const double *most_words;
    const uint8_t *powers;
    /* The kinds byline, time_ago, language_picker and share_bar; the kinds that sentences may
       mention, as bits. */
    const int64_t *named;
    const double *scores, *words, *covered, *links;
    const int64_t *kind, *first, *last, *sets, *counts, *starts, *lengths, *offsets;
    const uint8_t *ends;
    const float *own;
    const uint32_t *codes;
    const uint64_t *hashes;
} Page;

enum { BYLINE, TIME_AGO, LANGUAGE_PICKER, SHARE_BAR, MENTIONED };

static inline float own_of(const Page *page, int64_t row, int64_t line)
{
    return page->own[row * page->lines + line];
}

static inline int64_t count_of(const Page *page, int64_t class, int64_t line)
{
    return page->counts[class * page->lines + line];
}

static inline bool is_running(const Page *page, int64_t line)
{
    return page->words[line] >= RUNNING_TEXT;
}

/* Gives what the phrases in a line prove, or make likely. */
static uint32_t by_phrases(const Page *page, int64_t line)
{
    const int64_t none = page->kinds, first = page->first[line], kind = page->kind[line];
    const int64_t opening = first < 0 ? none : first;
    const uint8_t power = page->powers[opening], own = page->powers[kind < 0 ? none : kind];
    const bool sure = page->scores[line] > SURE, whole = page->covered[line] > WHOLE;
    const bool dated = own_of(page, DATE, line) > 0 || own_of(page, CLOCK, line) > 0;
    const int64_t *named = page->named;
    uint32_t found = 0;
    if (page->words[line] <= page->most_words[opening] && (power & ALWAYS || !sure || whole))
        found |= whole ? OPENS : OPENS | ONLY_OPENS;
    if (whole && own & AS_A_WHOLE && (!sure || own & ALWAYS))
        found |= KNOWN;
    if (first == named[BYLINE] || page->last[line] == named[TIME_AGO])
        found |= ORIGIN;
    if (first == named[BYLINE] && !dated)
        found |= UNDATED;
    if (whole && kind == named[LANGUAGE_PICKER])
        found |= ENDONYMS;
    if (whole && kind == named[SHARE_BAR])
        found |= BUTTONS;
    return found;
}

/* Tells whether a line, no longer than what is measured of it, has a sign of trails.py. */
static bool has_sign(const Page *page, int64_t line)
{
    static const uint32_t signs[] = {'>', 0xBB, 0x203A, 0xFF1E, 0x276F, '<', 0xAB, 0x2039, 0xFF1C,
                                     '/', 0x2192, 0xFF0F};
    const uint32_t *text = page->codes + page->starts[line];
    for (int64_t at = 0; at < page->lengths[line]; at++) {
        if (text[at] == ':' && at + 1 < page->lengths[line] && text[at + 1] == ':')
            return true;
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
            if (text[at] == signs[i])
                return true;
    }
    return false;
}

/* Gives what the characters of a line make likely. */
static uint32_t by_characters(const Page *page, int64_t line)
{
    const uint32_t start = page->codes[page->starts[line]];
    const int64_t separators =
        count_of(page, SEPARATOR, line) + count_of(page, SEPARATOR_CLOSER, line);
    const bool dated = own_of(page, DATE, line) > 0 || own_of(page, CLOCK, line) > 0;
    int64_t word_characters = 0;
    uint32_t found = 0;
    for (int64_t class = UPPER; class <= NUMERAL; class++)
        word_characters += count_of(page, class, line);
    if (!word_characters)
        found |= WORDLESS;
    if (start == '#' || start == '$' || own_of(page, TICKER, line) > 0)
        found |= SHAPED;
    if (separators + count_of(page, SYMBOL, line) > 0 && page->lengths[line] <= LONGEST_TRAIL
        && has_sign(page, line))
        found |= SIGNS;
    if (separators > 0 && !dated && page->words[line] <= RUNNING_TEXT)
        found |= PARTED;
    return found;
}

/* Tells whether few enough words of a line are no numbers: rows of a table may hold many. */
static bool has_few_words(const Page *page, int64_t line)
{
    int64_t numbers = 0;
    for (int64_t token = page->offsets[line]; token < page->offsets[line + 1]; token++)
        numbers += page->hashes[token] == NUMBER_HASH;
    return page->words[line] - (double)numbers <= ITEM_WORDS;
}

/* Gives what a line's length and end make likely. */
static uint32_t by_length(const Page *page, int64_t line)
{
    const double words = page->words[line], score = page->scores[line];
    const bool colon = own_of(page, COLON_END, line) > 0;
    const double covered = page->covered[line];
    uint32_t found = 0;
    if (page->ends[line]) {
        const bool says = covered <= MOSTLY || !(page->sets[line] & ~page->named[MENTIONED]);
        if (is_running(page, line) && score > 0)
            found |= LIKED;
        if (words >= SENTENCE_WORDS && says && page->links[line] < MOSTLY)
            found |= SENTENCE;
    } else {
        if (words <= ITEM_WORDS && !colon)
            found |= ITEM;
        if ((!colon && has_few_words(page, line)) ||
            (own_of(page, BULLET, line) > 0 && words <= BULLET_WORDS))
            found |= TABLE_ROW;
        if (words <= LONGEST_LISTED && score < SURE)
            found |= MAY_FOLLOW;
    }
    if (words >= HEADLINE_WORDS[0] && words <= HEADLINE_WORDS[1] && covered <= HEADLINE_COVERED)
        found |= HEADLINE;
    return found;
}

/* Finds the reasons to look closer at each line; gives those of all lines together.

   kind, first, last, sets, covered    lines          what the phrases say, as find_phrases gives it
   most_words                          kinds + 1      as in Page
   powers                              kinds + 1
   named                               5
   scores                              lines          log-odds
   words                               lines
   ends                                lines          whether a line ends a sentence
   links                               lines          the share of a line that is links
   own                                 rows x lines   of shape.h
   codes, starts, lengths, counts                     as read_lines gives them
   offsets, hashes                                    as cut_tokens gives them
   titled                                             whether the first line is the page's title
   found                               lines          out
*/
int64_t find_reasons(const int64_t *kind, const int64_t *first, const int64_t *last,
                     const int64_t *sets, const double *covered, const double *most_words,
                     const uint8_t *powers, const int64_t *named, int64_t kinds,
                     const double *scores, const double *words, const uint8_t *ends,
                     const double *links, const float *own, const uint32_t *codes,
                     const int64_t *starts, const int64_t *lengths, const int64_t *counts,
                     const int64_t *offsets, const uint64_t *hashes, int64_t titled,
                     int64_t lines, uint32_t *found)
{
    const Page page = {
        lines, kinds, most_words, powers, named, scores, words, covered, links, kind, first, last,
        sets, counts, starts, lengths, offsets, ends, own, codes, hashes,
    };
    uint32_t all = 0;
    for (int64_t line = 0; line < lines; line++) {
        found[line] = by_phrases(&page, line) | by_characters(&page, line) | by_length(&page, line);
        if (line && line + 1 < lines && scores[line] > 0 && is_running(&page, line - 1) &&
            is_running(&page, line + 1))
            found[line] |= SANDWICHED;
        if (!line && titled)
            found[line] &= ~(uint32_t)(SENTENCE | ITEM | TABLE_ROW);
        all |= found[line];
    }
    return all;
}

/* From this share of lines that are surely boilerplate on, a page is judged as strictly as can be. A
   page of fewer lines is judged as if it had so many: one odd line of six proves little. */
static const double SURELY_NOT = -2, FULL_STRENGTH = 0.15;
static const int64_t LINES_FOR_SHARE = 20;
/* On pages of text with more lines, lines that end no sentence profit no more than this. */
static const int64_t FEW_LINES = 6;
static const double HARDLY_LENIENT = 0.5;
/* A whole sentence next to lines that stay is dropped only below this. */
static const double NEIGHBOURLY = -1.8;
/* Where nothing else stays, a paragraph this long is the article unless the weights are sure. */
static const double PARAGRAPH = 40, LAST_RESORT = -4;

/* Gives how lenient a page is to be judged: the less boilerplate it has, the more of it stays. */
static double leniency(const double *scores, const char *proven, int64_t lines, double most)
{
    int64_t surely = 0;
    for (int64_t line = 0; line < lines; line++)
        surely += proven[line] || scores[line] < SURELY_NOT;
    const double share = (double)surely / (double)greater(lines, LINES_FOR_SHARE);
    return most * at_least(1 - share / FULL_STRENGTH, 0);
}

/* Keeps each sentence that may stay and has a line beside it that stays. */
static void keep_neighbours(const bool *may_stay, int64_t lines, bool *kept)
{
    bool before = false;
    for (int64_t line = 0; line < lines; line++) {
        const bool stays = kept[line], after = line + 1 < lines && kept[line + 1];
        kept[line] = stays || (may_stay[line] && (before || after));
        before = stays;
    }
}

/* Decides which lines stay.

   scores, words, ends, own   as above
   proven      lines   whether a line is proven boilerplate
   most                how much worse than 0 a line may be on a page without boilerplate
   marked_up           whether the page is HTML
   titled              whether the first line is the page's title, which is no evidence of text
   may_stay    lines   room to work in
   kept        lines   out
*/
void keep_lines(const double *scores, const double *words, const uint8_t *ends, const float *own,
                const char *proven, int64_t lines, double most, int64_t marked_up, int64_t titled,
                bool *may_stay, bool *kept)
{
    const float *sentence = own + SENTENCE_END * lines, *sentences = own + SENTENCES * lines;
    const float *covered = own + COVERED * lines;
    const double lenience = leniency(scores, proven, lines, most);
    const double hardly = lenience < HARDLY_LENIENT ? lenience : HARDLY_LENIENT;
    bool any = false;
    for (int64_t line = 0; line < lines; line++) {
        /* What is no sentence profits little: on longer pages of text it is seldom the text. */
        const bool picky = !marked_up && lines > FEW_LINES && !ends[line];
        const bool free = !proven[line] && (double)covered[line] < MOSTLY;
        kept[line] = !proven[line] && scores[line] > -(picky ? hardly : lenience);
        may_stay[line] = free && sentence[line] > 0 && words[line] >= RUNNING_TEXT &&
                         scores[line] > NEIGHBOURLY;
    }
    if (titled)
        kept[0] = false;
    for (int64_t round = 0; round < 2; round++)
        keep_neighbours(may_stay, lines, kept);
    for (int64_t line = 0; line < lines; line++)
        any |= kept[line];
    for (int64_t line = 0; line < lines && !any; line++)
        kept[line] = !proven[line] && (double)covered[line] < MOSTLY && sentences[line] >= 2 &&
                     words[line] >= PARAGRAPH && scores[line] > LAST_RESORT;
}

/* The last characters of lines that go on. */
static const uint32_t OPEN_ENDS[] = U",;，；、";
/* What lines are called that stay, and by where they stand those that go; as in labels.py. */
enum { CONTENT, HEADING, LIST_ITEM };
enum { MENU_PLACE = 1, AMONG_TEXT, COMMENT, RELATED, FOOTER, BYLINE_PLACE = 7 };

/* A line is named by its phrases when they cover so much of it. */
static const double NAMED = 0.4;
/* Log-odds beyond this make no line surer. */
static const double SUREST = 20;
/* A line of others' headlines has more words, a line of a footer no more. */
static const double FOOTER_WORDS = 4;

static int64_t content_label(double words, bool ends, uint32_t last, bool bullet)
{
    if (bullet)
        return LIST_ITEM;
    for (const uint32_t *open = OPEN_ENDS; *open; open++)
        if (*open == last)
            return CONTENT;
    return words < RUNNING_TEXT && !ends ? HEADING : CONTENT;
}

/* Names all lines, and says how sure that is.

   kind, first, covered, words, ends, own, scores, codes   as above
   text_ends        lines   where each line ends in codes
   kept             lines
   marked_up                whether the page is HTML; else there are no tags and class names:
   by_tag           lines   what a line's own tag says it is if it stays, below 0 for nothing
   by_class         lines   the same of its class names, if it goes
   kinds, classes           the numbers of kinds of phrases and of class names; then come the places
   places                   how many of these there are; then come the labels of what stays
   found            lines   out: the number of each line's name
   certain          lines   out
*/
void name_lines(const int64_t *kind, const int64_t *first, const double *covered,
                const double *words, const uint8_t *ends, const float *own, const double *scores,
                const uint32_t *codes, const int64_t *text_ends, const bool *kept,
                int64_t marked_up, const int64_t *by_tag, const int64_t *by_class, int64_t kinds,
                int64_t classes, int64_t places, int64_t lines, int64_t *found, double *certain)
{
    const float *bullet = own + BULLET * lines, *date = own + DATE * lines;
    const float *clock = own + CLOCK * lines;
    int64_t top = 0, end = lines;
    while (top < lines && !kept[top])
        top++;
    while (end > top && !kept[end - 1])
        end--;
    for (int64_t line = 0; line < lines; line++) {
        const double score = fabs(scores[line]);
        certain[line] = rint(1 / (1 + exp(-(score < SUREST ? score : SUREST))) * 1000) / 1000;
        if (kept[line]) {
            const int64_t own_label =
                marked_up && by_tag[line] >= 0 ? by_tag[line]
                                            : content_label(words[line], ends[line],
                                                            codes[text_ends[line] - 1],
                                                            bullet[line] > 0);
            found[line] = kinds + classes + places + own_label;
            continue;
        }
        const int64_t named = covered[line] >= NAMED ? kind[line] : first[line];
        int64_t place = ends[line] ? COMMENT : words[line] > FOOTER_WORDS ? RELATED : FOOTER;
        if (line < top)
            place = MENU_PLACE;
        else if (line < end)
            place = AMONG_TEXT;
        if (date[line] > 0 || clock[line] > 0)
            place = BYLINE_PLACE;
        found[line] = kinds + classes + place;
        if (marked_up && by_class[line] >= 0)
            found[line] = kinds + by_class[line];
        if (named >= 0)
            found[line] = named;
    }
}
