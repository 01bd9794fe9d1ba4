/* A language detector over words and their parts: fastText's classifier with one network for all
   languages (A. Joulin et al., "Bag of Tricks for Efficient Text Classification", EACL 2017).

   The steps are fastText's own, in its order and its precision, so that the shares are the same. */

#include "html.h"

enum { WIDTH = 16, SHORTEST = 2, LONGEST = 4 };

typedef float Row __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));

/* Which of 64 parts of words have a row, and how many parts before them do. */
typedef struct {
    uint64_t have, before;
} Parts;

/* What a model is made of; see cleaners/lid176.py, which fills it. */
typedef struct {
    Names words;          /* each has the row with its number */
    const Row *rows;      /* of the words, then of parts of words */
    const Parts *parts;   /* hashes of parts, 64 at a time */
    const int32_t *nodes; /* labels - 1 pairs: where the tree goes left and right, the root last */
    const Row *forks;     /* labels - 1 */
    int64_t hashes, labels, end_of_line;
} Model;

typedef struct {
    const Model *model;
    Row sum;
    int64_t count;
} Line;

static uint32_t hashed(uint32_t hash, uint8_t byte)
{
    /* fastText takes bytes for signed numbers. */
    return (hash ^ (uint32_t)(int8_t)byte) * 16777619u;
}

static void add_row(Line *line, int64_t row)
{
    line->sum += line->model->rows[row];
    line->count++;
}

static void add_part(Line *line, uint32_t hash)
{
    uint64_t part = hash % (uint64_t)line->model->hashes, bit = UINT64_C(1) << (part & 63);
    const Parts *parts = line->model->parts + (part >> 6);
    if (parts->have & bit)
        add_row(line, line->model->words.count + (int64_t)parts->before
                          + __builtin_popcountll(parts->have & (bit - 1)));
}

static bool goes_on(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Adds the parts of two to four characters of a word with a mark at either end. */
static void add_parts(Line *line, const uint8_t *word, const uint8_t *end)
{
    for (const uint8_t *start = word; start < end; start++) {
        if (goes_on(*start))
            continue;
        uint32_t hash = 2166136261u;
        const uint8_t *at = start;
        for (int length = 1; at < end && length <= LONGEST; length++) {
            do
                hash = hashed(hash, *at++);
            while (at < end && goes_on(*at));
            if (length >= SHORTEST)
                add_part(line, hash);
        }
    }
}

static bool is_label(Span word)
{
    static const char mark[] = "__label__";
    return word.size >= sizeof mark - 1 && !memcmp(word.at, mark, sizeof mark - 1);
}

/* Adds a word and its parts; tells whether it is not the mark for the end of a line. */
static bool add_word(Line *line, Span word, uint8_t *room)
{
    if (is_label(word))
        return true;
    int64_t number = find_name(&line->model->words, word);
    if (number >= 0)
        add_row(line, number);
    if (number == line->model->end_of_line)
        return false;
    room[0] = '<';
    memcpy(room + 1, word.at, word.size);
    room[word.size + 1] = '>';
    add_parts(line, room, room + word.size + 2);
    return true;
}

static bool parts_words(uint8_t byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r') || !byte;
}

static void add_line(Line *line, Span text, uint8_t *room)
{
    const uint8_t *at = text.at, *end = at + text.size;
    for (;;) {
        while (at < end && parts_words(*at))
            at++;
        Span word = {at, 0};
        while (at < end && !parts_words(*at))
            at++;
        word.size = (size_t)(at - word.at);
        if (!word.size)
            break;
        if (!add_word(line, word, room))
            return;
    }
    add_row(line, line->model->end_of_line);
}

/* The likeliest labels found so far, the likeliest first. */
typedef struct {
    const Model *model;
    const Row *line;
    int64_t room, count;
    int32_t *labels;
    float *scores;
} Search;

static float logarithm(float value)
{
    return (float)log(value + 1e-5);
}

static void note(Search *search, int32_t label, float score)
{
    int64_t at = search->count < search->room ? search->count++ : search->room - 1;
    for (; at && search->scores[at - 1] < score; at--) {
        search->scores[at] = search->scores[at - 1];
        search->labels[at] = search->labels[at - 1];
    }
    search->scores[at] = score;
    search->labels[at] = label;
}

static void search_below(Search *search, int32_t node, float score)
{
    int64_t last = search->room - 1;
    if (score < logarithm(0)
        || (search->count == search->room && score < search->scores[last]))
        return;
    if (node < search->model->labels) {
        note(search, node, score);
        return;
    }
    int64_t fork = node - search->model->labels;
    const Row weights = search->model->forks[fork], line = *search->line;
    float sum = 0;
    for (int i = 0; i < WIDTH; i++)
        sum += weights[i] * line[i];
    float right = (float)(1.0 / (1 + expf(-sum)));
    search_below(search, search->model->nodes[2 * fork], score + logarithm((float)(1.0 - right)));
    search_below(search, search->model->nodes[2 * fork + 1], score + logarithm(right));
}

/* Finds the likeliest labels of a line of text; gives how many.

   text    size      UTF-8; a line feed is a space
   space   size + 2
   labels  room      their numbers, the likeliest first
   shares  room      how likely each is
*/
int64_t find_labels(const Model *model, const uint8_t *text, int64_t size, uint8_t *space,
                    int64_t room, int32_t *labels, float *shares)
{
    Line line = {model, {0}, 0};
    add_line(&line, (Span){text, (size_t)size}, space);
    line.sum *= (float)(1.0 / (double)line.count);
    Search search = {model, &line.sum, room, 0, labels, shares};
    search_below(&search, (int32_t)(2 * model->labels - 2), 0);
    for (int64_t i = 0; i < search.count; i++)
        shares[i] = expf(shares[i]);
    return search.count;
}
