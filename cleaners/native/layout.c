/* Where the layout of a page may need mending: one look at all characters, so that patterns are
   tried on few lines. */

#include "spaces.h"

/* What a character can be, as layout_signs.py has it. */
enum {
    KNOWN = 1,
    CLOSES = 2,  /* as the first of a line: what closes the line before */
    BEGINS = 4,  /* as the first of a line: what does not begin a sentence */
    ENDS = 8,    /* as the last of a line: what finishes it */
    OPENS = 16,  /* as the last of a line: what opens a bracket or quotation */
    GAP = 32,    /* a space of any width */
    WIDE = 64,   /* perhaps of a script without spaces */
    BULLET = 128,
    NUMBER = 256,
    LETTER = 512,
    BLANK = 1024,    /* white space of any kind */
    LIST_SIGN = 2048, /* stands before the items of a list that was put on one line */
    IN_WORD = 4096,   /* a letter or a mark on one */
    UNSPACED = 8192,  /* of a script without spaces */
    CLOSER = 16384,   /* may stand behind what finishes a line */
    COMMA = 32768,
    LAST = 65536, /* the last of what no sentence ends with, in a script without spaces */
    MARK = 131072, /* what a line may need something for */
};

/* What is known of a line. */
enum { IS_CODE = 1, IS_FLAT = 2, IS_PARAGRAPH = 4 };

/* What a line may need. */
enum {
    ODD_GAP = 1,      /* the white space before it is no line break or two */
    SPACES = 2,       /* holds a run of spaces or a tab */
    STARS = 4,        /* holds two */
    UNDERSCORES = 8,  /* holds two */
    LINK = 16,        /* holds "](" */
    IMAGE = 32,       /* holds "![" */
    ITEMS = 64,       /* holds three bullets of a kind */
    FOLLOWS = 128,    /* flattened text, as the line before, and no empty line between */
    AT_LINK = 256,    /* closes something, after a line as short as a link */
    DOUBTFUL = 512,   /* may continue the line before */
    LOOSE = 1024,     /* may continue it if the page was cut at its links */
};

enum { FEWEST_ITEMS = 3, LIST_SIGNS = 16 };
/* More than a menu entry: so many characters with so many spaces; half as many without spaces. */
enum { SENTENCE_LIKE = 40, SENTENCE_SPACES = 4, SENTENCE_UNSPACED = 20 };
/* Links inside sentences are no longer. */
enum { LONGEST_LINK = 50, MOST_SPACES_IN_LINK = 4 };
/* Widths at which programs wrap text, and the fewest lines that show it. */
enum { NARROWEST = 40, WIDEST = 130, FEWEST_WRAPPED = 3 };

typedef struct {
    const uint32_t *text;
    const int64_t *starts, *ends;
    const uint8_t *known;
    int64_t lines;
    const uint32_t *signs;
    const uint8_t *unfinished;
    uint16_t *needs;
} Page;

/* What one look at some characters tells. */
typedef struct {
    uint32_t all;             /* their signs together */
    int64_t spaces, unspaced; /* how many are ' ', and of scripts without spaces */
    bool unknown;             /* of one nothing is known */
    bool run;                 /* there is a run of spaces or a tab */
    bool marks;               /* there is a MARK that is no space */
} Seen;

/* What the neighbours of a line break are asked. */
typedef struct {
    uint32_t first, last;  /* signs of its first and its last character */
    bool is_long, is_link; /* more than a menu entry; no more than a link */
    bool finished;         /* ends as sentences and labels do */
    bool unfinished;       /* may end with a word that no sentence ends with */
} Edges;

/* The loop that all characters pass: what it notes is made sense of behind it. */
static Seen see(const Page *page, int64_t start, int64_t end)
{
    uint32_t all = 0, shared = KNOWN, pairs = 0, marks = 0, low = 0, before = 0;
    int64_t spaces = 0, unspaced = 0;
    bool tab = false;
    for (int64_t at = start; at < end; at++) {
        uint32_t code = page->text[at], sign = page->signs[code];
        all |= sign;
        shared &= sign;
        pairs |= sign & before;
        /* Every GAP is a MARK: its bit vanishes. */
        marks |= sign ^ sign * (MARK / GAP);
        low |= code - ' ';
        spaces += code == ' ';
        before = sign;
    }
    for (int64_t at = start; all & UNSPACED && at < end; at++)
        unspaced += (page->signs[page->text[at]] & UNSPACED) != 0;
    for (int64_t at = start; low >> 31 && at < end; at++)
        tab |= page->text[at] == '\t';
    return (Seen){all, spaces, unspaced, !shared, tab || pairs & GAP, marks & MARK};
}

static uint32_t first_of(const Page *page, int64_t line)
{
    return line < page->lines ? page->signs[page->text[page->starts[line]]] : 0;
}

static int64_t size_of(const Page *page, int64_t line)
{
    return page->ends[line] - page->starts[line];
}

/* Counts line feeds before a line: 3 stands for more than two. */
static int64_t breaks_before(const Page *page, int64_t line)
{
    int64_t breaks = 0, at = line ? page->ends[line - 1] : 0;
    for (; at < page->starts[line] && breaks < 3; at++)
        breaks += page->text[at] == '\n';
    return breaks;
}

static uint16_t gap_needs(const Page *page, int64_t line)
{
    int64_t breaks = breaks_before(page, line);
    int64_t size = page->starts[line] - (line ? page->ends[line - 1] : 0);
    bool plain = line ? size == breaks && breaks && breaks < 3 : !size;
    bool flat = line && page->known[line] & page->known[line - 1] & IS_FLAT;
    return (plain ? 0 : ODD_GAP) | (flat && breaks == 1 ? FOLLOWS : 0);
}

/* Whether a line holds three of one bullet, each between spaces of its own. */
static bool has_items(const Page *page, int64_t line)
{
    uint32_t found[LIST_SIGNS] = {0};
    int64_t counts[LIST_SIGNS] = {0}, free_from[LIST_SIGNS] = {0};
    for (int64_t at = page->starts[line]; at + 2 < page->ends[line]; at++) {
        uint32_t sign = page->text[at + 1];
        if (page->text[at] != ' ' || page->text[at + 2] != ' ' || !(page->signs[sign] & LIST_SIGN))
            continue;
        int kind = 0;
        while (kind < LIST_SIGNS - 1 && found[kind] && found[kind] != sign)
            kind++;
        found[kind] = sign;
        if (at < free_from[kind])
            continue;
        free_from[kind] = at + 3;
        if (++counts[kind] == FEWEST_ITEMS)
            return true;
    }
    return false;
}

/* Says what the marks in a line may need. */
static uint16_t mark_needs(const Page *page, int64_t line)
{
    uint16_t needs = 0, list_signs = 0;
    int64_t stars = 0, underscores = 0, end = page->ends[line];
    for (int64_t at = page->starts[line]; at < end; at++) {
        uint32_t code = page->text[at], sign = page->signs[code];
        if ((sign & (MARK | GAP)) != MARK)
            continue;
        uint32_t next = at + 1 < end ? page->text[at + 1] : 0;
        stars += code == '*';
        underscores += code == '_';
        if (code == ']' && next == '(')
            needs |= LINK;
        if (code == '!' && next == '[')
            needs |= IMAGE;
        list_signs += (sign & LIST_SIGN) != 0;
    }
    needs |= (stars > 1 ? STARS : 0) | (underscores > 1 ? UNDERSCORES : 0);
    return needs | (list_signs >= FEWEST_ITEMS && has_items(page, line) ? ITEMS : 0);
}

/* Gives the place of a word in the table of those that no sentence ends with. */
static uint32_t word_place(const uint32_t *word, int64_t size)
{
    uint32_t hash = 2166136261u;
    for (int64_t i = 0; i < size; i++)
        hash = (hash ^ word[i]) * 16777619u;
    return (hash ^ hash >> 16) & 0xFFFF;
}

/* Notes words, one after the other, ``sizes`` their lengths, in a table of 65,536 places. */
void note_words(const uint32_t *words, const int64_t *sizes, int64_t count, uint8_t *table)
{
    for (int64_t i = 0; i < count; words += sizes[i++])
        table[word_place(words, sizes[i])] = 1;
}

/* Whether the last word of a line, with the apostrophe behind it, may be in the table. */
static bool may_be_unfinished(const Page *page, int64_t line)
{
    const uint32_t *start = page->text + page->starts[line], *end = page->text + page->ends[line];
    const uint32_t *word = end;
    if (page->signs[end[-1]] & LAST)
        return true;
    if (end[-1] == '\'' || end[-1] == 0x2019)
        word--;
    while (word > start && page->signs[word[-1]] & IN_WORD)
        word--;
    return word < end && page->unfinished[word_place(word, end - word)];
}

static bool is_finished(const Page *page, int64_t line)
{
    int64_t start = page->starts[line], at = page->ends[line];
    while (at > start && page->signs[page->text[at - 1]] & CLOSER)
        if (page->text[--at] == 0xBB) /* » */
            return true;
    return at > start && page->signs[page->text[at - 1]] & ENDS;
}

/* Says what the characters of a line may need; code keeps them. */
static uint16_t character_needs(const Page *page, int64_t line, const Seen *seen)
{
    return (seen->run ? SPACES : 0) | (seen->marks ? mark_needs(page, line) : 0);
}

static Edges edges_of(const Page *page, int64_t line, const Seen *seen)
{
    int64_t size = size_of(page, line);
    bool is_long = size >= SENTENCE_LIKE && (seen->spaces >= SENTENCE_SPACES || seen->unspaced);
    bool finished = is_finished(page, line);
    return (Edges){
        .first = first_of(page, line),
        .last = page->signs[page->text[page->ends[line] - 1]],
        .is_long = is_long || seen->unspaced >= SENTENCE_UNSPACED,
        .is_link = size <= LONGEST_LINK && seen->spaces <= MOST_SPACES_IN_LINK && !finished,
        .finished = finished,
        .unfinished = may_be_unfinished(page, line),
    };
}

/* Says whether a line may continue the one before. */
static uint16_t doubts(const Page *page, int64_t line, const Edges *before, const Edges *after)
{
    bool begins = after->first & BEGINS, opens = before->last & OPENS;
    bool below = first_of(page, line + 1) & (CLOSES | BEGINS);
    if (after->first & CLOSES)
        return DOUBTFUL | LOOSE;
    if (before->finished)
        return 0;
    if (before->is_long && (begins || opens))
        return DOUBTFUL | LOOSE;
    bool running = before->is_long || before->unfinished;
    bool cut = opens || (before->is_long && (before->last & COMMA || before->unfinished))
               || ((running || after->is_long) && begins) || (running && after->is_link && below);
    return cut ? LOOSE : 0;
}

/* Whether a line begins with a bullet, or with a number or a letter and what ends it. */
static bool is_bulleted(const Page *page, int64_t line)
{
    const uint32_t *at = page->text + page->starts[line], *end = page->text + page->ends[line];
    const uint32_t *first = at;
    if ((page->signs[*at] & BULLET || *at == 'o') && end - at > 1 && page->signs[at[1]] & BLANK)
        return true;
    at += *at == '(';
    const uint32_t *number = at;
    while (at < end && at - number < 3 && page->signs[*at] & NUMBER)
        at++;
    bool numbered = at > number;
    if (!numbered && at == first && page->signs[*at] & LETTER)
        at++;
    else if (!numbered)
        return false;
    return end - at > 1 && (*at == '.' || *at == ')' || (numbered && *at == 0x3001))
           && page->signs[at[1]] & BLANK;
}

/* Whether lines are of equal enough length to be wrapped; wide characters may count ``stretch``
   times. Each but the last must leave less than a quarter of the longest free. */
static bool may_be_wrapped(const Page *page, int64_t first, int64_t end, int64_t stretch)
{
    int64_t shortest = WIDEST, longest = size_of(page, end - 1);
    if (end - first < FEWEST_WRAPPED)
        return false;
    for (int64_t line = first; line < end - 1; line++) {
        int64_t size = size_of(page, line);
        shortest = size < shortest ? size : shortest;
        longest = size > longest ? size : longest;
    }
    return stretch * shortest + 1 + longest / 4 > longest && longest <= WIDEST
           && stretch * longest >= NARROWEST;
}

/* Finds the paragraphs that may be wrapped at a fixed width: runs of flattened text, cut before each
   line with a bullet. */
static int64_t find_wrapped(const Page *page, int64_t stretch, int64_t *paragraphs)
{
    int64_t found = 0, first = 0;
    for (int64_t line = 1; line <= page->lines; line++) {
        if (line < page->lines && page->needs[line] & FOLLOWS
            && page->known[line] & IS_PARAGRAPH && !is_bulleted(page, line))
            continue;
        if (may_be_wrapped(page, first, line, stretch)) {
            paragraphs[2 * found] = first;
            paragraphs[2 * found++ + 1] = line;
        }
        first = line;
    }
    return found;
}

/* Looks at all characters; gives one of which nothing is known yet, or -1.

   text    code points; ``size`` of them
   starts, ends  lines
   known   lines      bits, see above
   signs   0x110000   bits of each code point, see above; 0: not known yet
   unfinished 0x10000 words that no sentence ends with; see note_words
   needs   lines      bits, see above
   wrapped lines x 2  first lines and ends of the paragraphs that may be wrapped
   found   3          all bits of the characters, all bits of the lines, how many paragraphs
*/
int64_t look_at_lines(const uint32_t *text, int64_t size, const int64_t *starts,
                      const int64_t *ends, const uint8_t *known, int64_t lines,
                      const uint32_t *signs, const uint8_t *unfinished, uint16_t *needs,
                      int64_t *wrapped, int64_t *found)
{
    Page page = {text, starts, ends, known, lines, signs, unfinished, needs};
    Edges before = {0};
    Seen seen = see(&page, lines ? ends[lines - 1] : 0, size);
    uint32_t characters = seen.all;
    uint16_t all = 0;
    int64_t flat = -1; /* the last line of flattened text so far */
    for (int64_t line = 0; line < lines && !seen.unknown; line++) {
        Seen above = see(&page, line ? ends[line - 1] : 0, starts[line]);
        seen = see(&page, starts[line], ends[line]);
        seen.unknown |= above.unknown;
        characters |= above.all | seen.all;
        needs[line] = gap_needs(&page, line);
        if (!(known[line] & IS_CODE))
            needs[line] |= character_needs(&page, line, &seen);
        if (known[line] & IS_FLAT) {
            Edges edges = edges_of(&page, line, &seen);
            if (needs[line] & FOLLOWS)
                needs[line] |= doubts(&page, line, &before, &edges);
            before = edges;
            if (flat >= 0 && first_of(&page, line) & CLOSES && size_of(&page, flat) <= LONGEST_LINK)
                needs[line] |= AT_LINK;
            flat = line;
        }
        all |= needs[line];
    }
    for (int64_t at = 0; seen.unknown && at < size; at++)
        if (!signs[text[at]])
            return text[at];
    found[0] = characters;
    found[1] = all;
    found[2] = all & FOLLOWS ? find_wrapped(&page, characters & WIDE ? 2 : 1, wrapped) : 0;
    return -1;
}
