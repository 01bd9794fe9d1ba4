/* How a line's words compare with those of the running text, the title and the other lines. */

#include "sheet.h"

#include <stdlib.h>

/* So many words that the running text has most often are common. */
#define MOST_COMMON 40
#define SHORTEST_STEM 3
#define FIRST_SCRIPT 0x250u
#define SCRIPTS ((FIRST_IDEOGRAPH >> 8) + 5)
#define MOST_REPEATS 5
#define MOST_SHAPES 8
#define LOOKED_AT 6
/* Odd numbers that keep apart what is combined into one. */
#define FIRST_FACTOR 0x9FB21C651E98DF25u
#define SECOND_FACTOR 0xD6E8FEB86659FD93u
#define THIRD_FACTOR 0xCA5A826395121157u
#define TOKEN_BASE 0xC2B2AE3D27D4EB4Fu

enum { COMMON, SHARED, IN_TITLE, OF_TITLE, REPEATS, SHAPE_REPEATS, SCRIPT };
_Static_assert(SCRIPT + 1 == VOCABULARY_ROWS, "sheet.h counts other measures");

/* The tokens of a page, as cut_tokens gives them; ids are the positions of the first equals. */
typedef struct {
    const int64_t *offsets;
    const uint64_t *hashes, *stems;
    const int64_t *ids, *length;
    const uint32_t *first;
    int64_t lines;
} Tokens;

/* Values by hash, with what was noted last of each. */
typedef struct {
    uint64_t *hashes;
    int32_t *slots, *holders, *line;
    int64_t bits;
    int32_t count;
} Table;

/* Gives the bits of a number of slots of which so many values fill no more than half. */
static int64_t bits_for(int64_t values)
{
    int64_t bits = 1;
    while ((int64_t)1 << bits < 2 * values)
        bits++;
    return bits;
}

/* Empties a table for so many different values. */
static void clear(Table *table, int64_t values)
{
    table->bits = bits_for(values);
    memset(table->slots, 0xFF, sizeof *table->slots << table->bits);
    table->count = 0;
}

/* Gives the number of a value in a table; a new one has no holders and is in no line. */
static int32_t entry(Table *table, uint64_t hash)
{
    const uint64_t last = ((uint64_t)1 << table->bits) - 1;
    uint64_t slot = slot_of(hash, table->bits);
    while (table->slots[slot] >= 0 && table->hashes[table->slots[slot]] != hash)
        slot = (slot + 1) & last;
    if (table->slots[slot] < 0) {
        table->slots[slot] = table->count;
        table->hashes[table->count] = hash;
        table->holders[table->count] = 0;
        table->line[table->count] = -1;
        table->count++;
    }
    return table->slots[slot];
}

/* Flags the ids that are the commonest of the running text; of equally common ones the first of
   the page. `often` counts each id there. */
static void flag_common(const Tokens *tokens, const uint8_t *running, int32_t *often,
                        uint8_t *common)
{
    const int64_t count = tokens->offsets[tokens->lines];
    int32_t most[MOST_COMMON] = {0}, above = 0;
    memset(often, 0, (size_t)count * sizeof *often);
    memset(common, 0, (size_t)count);
    for (int64_t line = 0; line < tokens->lines; line++)
        for (int64_t i = tokens->offsets[line]; running[line] && i < tokens->offsets[line + 1]; i++)
            often[tokens->ids[i]]++;
    for (int64_t i = 0; i < count; i++) {
        int64_t place = MOST_COMMON;
        while (place > 0 && often[i] > most[place - 1])
            place--;
        if (place < MOST_COMMON) {
            memmove(most + place + 1, most + place, (size_t)(MOST_COMMON - 1 - place) * sizeof *most);
            most[place] = often[i];
        }
    }
    const int32_t least = most[MOST_COMMON - 1] > 1 ? most[MOST_COMMON - 1] : 1;
    while (above < MOST_COMMON && most[above] > least)
        above++;
    int32_t level = least > 1 ? MOST_COMMON - above : 0;
    for (int64_t line = 0; line < tokens->lines; line++)
        for (int64_t i = tokens->offsets[line]; running[line] && i < tokens->offsets[line + 1];
             i++) {
            const int64_t id = tokens->ids[i];
            if (often[id] > least)
                common[id] = 1;
            else if (often[id] == least && level > 0 && !common[id]) {
                common[id] = 1;
                level--;
            }
        }
}

static bool is_common(const Tokens *tokens, const uint8_t *common, int64_t token)
{
    return common[tokens->ids[token]] && tokens->hashes[token] != NUMBER_HASH;
}

/* Gives what tells of a line's subject at a token: the beginning of a word, or two ideographs, of
   which `before` is the first (-1: none). Gives false where nothing does. */
static bool subject(const Tokens *tokens, int64_t before, int64_t token, uint64_t *hash)
{
    if (tokens->length[token] >= SHORTEST_STEM) {
        *hash = tokens->stems[token];
        return true;
    }
    if (tokens->length[token] != 1 || tokens->first[token] < FIRST_IDEOGRAPH || before < 0
        || tokens->length[before] != 1 || tokens->first[before] < FIRST_IDEOGRAPH)
        return false;
    *hash = tokens->hashes[before] * FIRST_FACTOR + tokens->hashes[token] * SECOND_FACTOR;
    return true;
}

/* Counts for each subject the lines of running text that have it. */
static void hold_subjects(const Tokens *tokens, const uint8_t *running, Table *subjects)
{
    uint64_t hash;
    for (int64_t line = 0; line < tokens->lines; line++) {
        int64_t before = -1;
        for (int64_t i = tokens->offsets[line]; running[line] && i < tokens->offsets[line + 1];
             i++) {
            if (subject(tokens, before, i, &hash)) {
                const int32_t held = entry(subjects, hash);
                subjects->holders[held] += subjects->line[held] != line;
                subjects->line[held] = (int32_t)line;
            }
            before = i;
        }
    }
}

/* Gives the share of a line's subjects that another line of running text has too; common words have
   none. Lines are noted in the table as numbers that hold_subjects did not use. */
static double shared(const Tokens *tokens, const uint8_t *common, int64_t line, bool running,
                     Table *subjects)
{
    const int32_t mark = (int32_t)(tokens->lines + line);
    int64_t own = 0, known = 0, before = -1;
    uint64_t hash;
    for (int64_t i = tokens->offsets[line]; i < tokens->offsets[line + 1]; i++) {
        if (is_common(tokens, common, i))
            continue;
        if (subject(tokens, before, i, &hash)) {
            const int32_t held = entry(subjects, hash);
            if (subjects->line[held] != mark) {
                subjects->line[held] = mark;
                own++;
                known += subjects->holders[held] > running;
            }
        }
        before = i;
    }
    return (double)known / (double)(own ? own : 1);
}

/* Counts how often each of some values is there, up to a limit. */
static void count_repeats(const uint64_t *values, int64_t count, Table *table, int32_t most,
                          float *found)
{
    clear(table, count);
    for (int64_t i = 0; i < count; i++)
        table->holders[entry(table, values[i])]++;
    for (int64_t i = 0; i < count; i++) {
        const int32_t times = table->holders[entry(table, values[i])];
        found[i] = (float)(times < most ? times : most);
    }
}

/* Measures how often all words of each line come again as a line, and how often a line comes with
   the same first and last word and as many words. */
static void repeats(const Tokens *tokens, uint64_t *values, Table *table, float *whole, float *shape)
{
    for (int64_t line = 0; line < tokens->lines; line++) {
        uint64_t power = 1;
        values[line] = 0;
        for (int64_t i = tokens->offsets[line]; i < tokens->offsets[line + 1]; i++) {
            values[line] += tokens->hashes[i] * power;
            power *= TOKEN_BASE;
        }
    }
    count_repeats(values, tokens->lines, table, MOST_REPEATS, whole);
    for (int64_t line = 0; line < tokens->lines; line++) {
        const int64_t begin = tokens->offsets[line], end = tokens->offsets[line + 1];
        values[line] = begin == end ? 0
                                    : tokens->hashes[begin] * FIRST_FACTOR
                                          + tokens->hashes[end - 1] * SECOND_FACTOR
                                          + (uint64_t)(end - begin) * THIRD_FACTOR;
    }
    count_repeats(values, tokens->lines, table, MOST_SHAPES, shape);
    for (int64_t line = 0; line < tokens->lines; line++)
        if (tokens->offsets[line] == tokens->offsets[line + 1])
            shape[line] = 0;
}

/* Measures the share of a line's different words that are the title's, and of the title's words
   that are the line's.

   wanted   the hashes of the title's words, each once, in order
   titled   room: of each id whether it is among them
   line_of  room: the line that had each id last
*/
static void compare_title(const Tokens *tokens, const uint64_t *wanted, int64_t count,
                          uint8_t *titled, int32_t *line_of, float *in_title, float *of_title)
{
    uint64_t slots = 0;
    for (int64_t word = 0; word < count; word++)
        slots |= (uint64_t)1 << slot_of(wanted[word], 6);
    for (int64_t i = 0; i < tokens->offsets[tokens->lines]; i++) {
        line_of[i] = -1;
        titled[i] = 0;
        if (tokens->ids[i] == i && slots >> slot_of(tokens->hashes[i], 6) & 1)
            for (int64_t word = 0; word < count; word++)
                titled[i] |= tokens->hashes[i] == wanted[word];
    }
    for (int64_t line = 0; line < tokens->lines; line++) {
        int64_t own = 0, known = 0;
        for (int64_t i = tokens->offsets[line]; i < tokens->offsets[line + 1]; i++) {
            const int64_t id = tokens->ids[i];
            if (line_of[id] != line) {
                line_of[id] = (int32_t)line;
                own++;
                known += titled[id];
            }
        }
        in_title[line] = (float)((double)known / (double)(own ? own : 1));
        of_title[line] = (float)((double)known / (double)(count ? count : 1));
    }
}

/* Gives a coarse number for a word's script, by its first letter; numbers have 0. */
static int64_t script_of(const Tokens *tokens, int64_t token)
{
    const uint32_t first = tokens->first[token];
    if (tokens->hashes[token] == NUMBER_HASH)
        return 0;
    if (first < FIRST_SCRIPT)
        return 1;
    return first >= FIRST_IDEOGRAPH ? 3 : (first >> 8) + 4;
}

/* Gives the script of the page: every line votes with its length for that of its middle word; of
   equal ones the last. */
static int64_t page_script(const Tokens *tokens)
{
    int64_t votes[SCRIPTS] = {0}, most = 1;
    for (int64_t line = 0; line < tokens->lines; line++) {
        const int64_t begin = tokens->offsets[line], count = tokens->offsets[line + 1] - begin;
        if (count)
            votes[script_of(tokens, begin + count / 2)] += count;
    }
    for (int64_t script = 1; script < (int64_t)SCRIPTS; script++)
        if (votes[script] && votes[script] >= votes[most])
            most = script;
    return most;
}

/* Measures the share of a line's first words that are in a script. */
static double in_script(const Tokens *tokens, int64_t line, int64_t script)
{
    const int64_t begin = tokens->offsets[line], whole = tokens->offsets[line + 1] - begin;
    const int64_t count = whole < LOOKED_AT ? whole : LOOKED_AT;
    int64_t same = 0;
    for (int64_t i = begin; i < begin + count; i++)
        same += script_of(tokens, i) == script;
    return (double)same / (double)(count ? count : 1);
}

/* Room to work in: for each token, and for each value of the table. */
typedef struct {
    Table table;
    uint64_t *values;
    int32_t *of_ids;
    uint8_t *flags;
} Room;

static void leave(Room *room)
{
    free(room->table.hashes);
    free(room->table.slots);
    free(room->table.holders);
    free(room->table.line);
    free(room->values);
    free(room->of_ids);
    free(room->flags);
}

/* Makes room for some tokens and lines; gives false where there is none. */
static bool enter(Room *room, int64_t tokens, int64_t lines)
{
    const int64_t most = 2 * tokens > lines ? 2 * tokens : lines;
    const size_t values = (size_t)(most + 1);
    room->table.hashes = malloc(values * sizeof *room->table.hashes);
    room->table.slots = malloc(sizeof *room->table.slots << bits_for(most));
    room->table.holders = malloc(values * sizeof *room->table.holders);
    room->table.line = malloc(values * sizeof *room->table.line);
    room->values = malloc((size_t)(lines + 1) * sizeof *room->values);
    room->of_ids = malloc((size_t)(tokens + 1) * sizeof *room->of_ids);
    room->flags = malloc((size_t)(tokens + 1));
    return room->table.hashes && room->table.slots && room->table.holders && room->table.line
           && room->values && room->of_ids && room->flags;
}

/* Measures the words of all lines; gives 0 where there is no room to work in.

   offsets   lines + 1     as cut_tokens gives them, as the next ones
   hashes, stems, ids, length, first    tokens
   running   lines         1 for a line of running text
   wanted    titled        the hashes of the title's words, each once
   found     7 x lines     in the order of vocabulary.py
*/
int64_t measure_vocabulary(const int64_t *offsets, const uint64_t *hashes, const uint64_t *stems,
                           const int64_t *ids, const int64_t *length, const uint32_t *first,
                           const uint8_t *running, int64_t lines, const uint64_t *wanted,
                           int64_t titled, float *found)
{
    const Tokens tokens = {offsets, hashes, stems, ids, length, first, lines};
    Room room;
    const bool entered = enter(&room, offsets[lines], lines);
    if (entered) {
        const int64_t script = page_script(&tokens);
        compare_title(&tokens, wanted, titled, room.flags, room.of_ids, found + IN_TITLE * lines,
                      found + OF_TITLE * lines);
        repeats(&tokens, room.values, &room.table, found + REPEATS * lines,
                found + SHAPE_REPEATS * lines);
        clear(&room.table, 2 * offsets[lines]);
        flag_common(&tokens, running, room.of_ids, room.flags);
        hold_subjects(&tokens, running, &room.table);
        for (int64_t line = 0; line < lines; line++) {
            const int64_t count = offsets[line + 1] - offsets[line];
            int64_t common = 0;
            for (int64_t i = offsets[line]; i < offsets[line + 1]; i++)
                common += is_common(&tokens, room.flags, i);
            found[COMMON * lines + line] = (float)((double)common / (double)(count ? count : 1));
            found[SHARED * lines + line] =
                (float)shared(&tokens, room.flags, line, running[line], &room.table);
            found[SCRIPT * lines + line] = (float)in_script(&tokens, line, script);
        }
    }
    leave(&room);
    return entered;
}
