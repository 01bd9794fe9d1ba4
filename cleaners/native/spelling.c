/* Words of a text that sound like a name, or are spelt nearly like one. Python looks at them again. */

#include "names.h"

/* Longer words are left to Python. */
#define LONGEST_WORD 64
/* What is no Latin letter keeps its neighbours apart until it falls away. */
#define OTHER 0x80

/* Replaces each pair of letters by one. Gives the new length. */
static int64_t joined(uint8_t *letters, int64_t size, uint8_t first, uint8_t second, uint8_t one)
{
    int64_t kept = 0;
    for (int64_t at = 0; at < size; at++) {
        bool pair = letters[at] == first && at + 1 < size && letters[at + 1] == second;
        letters[kept++] = pair ? one : letters[at];
        at += pair;
    }
    return kept;
}

/* What is left of each letter a to z: vowels, h, j and y are nothing. */
static const uint8_t SOUNDS[] = " pkt fk   klmn pklst ffs s";

/* Gives the hash of a word's consonants, those that are easily confused made one, as ``skeleton``
   in phonetic.py spells them. */
static uint64_t sound_of(const uint32_t *plain, int64_t size)
{
    uint8_t letters[2 * LONGEST_WORD];
    int64_t length = 0, kept = 0;
    if (size > LONGEST_WORD)
        return 0;
    for (int64_t at = 0; at < size; at++) {
        bool ligature = plain[at] == 0xE6 || plain[at] == 0x153;
        if (ligature)
            letters[length++] = plain[at] == 0xE6 ? 'a' : 'o';
        letters[length++] = ligature ? 'e' : plain[at] < OTHER ? plain[at] : OTHER;
    }
    length = joined(letters, length, 'p', 'h', 'f');
    length = joined(letters, length, 'q', 'u', 'k');
    for (int64_t at = 0; at < length; at++)
        if (letters[at] >= 'a' && letters[at] <= 'z')
            letters[kept++] = letters[at];
    kept = joined(letters, kept, 'c', 'h', 'k');
    kept = joined(letters, kept, 'g', 'u', 'g');
    kept = joined(letters, kept, 'r', 'l', 'l');
    kept = joined(letters, kept, 'l', 'r', 'l');
    uint64_t hash = 0;
    uint8_t before = 0;
    for (int64_t at = 0; at < kept; at++) {
        uint8_t sound = SOUNDS[letters[at] - 'a'];
        if (sound != before && sound != ' ')
            hash = mixed((hash ^ sound) * 0x100000001B3u + 1);
        before = sound;
    }
    return hash;
}

static inline uint64_t sound_of_two(uint64_t first, uint64_t second)
{
    return mixed(first * 0x9E3779B97F4A7C15u + second);
}

/* Gives the hash of each word's sound, and of those of two words the hash of both.

   plain   the folded words, one after the other
   ends    count     where each word ends
   seconds count     where its second word begins, or -1
   hashes  count
*/
void hash_sounds(const uint32_t *plain, const int64_t *ends, const int64_t *seconds, int64_t count,
                 uint64_t *hashes)
{
    int64_t start = 0;
    for (int64_t number = 0; number < count; number++) {
        int64_t second = seconds[number];
        if (second < 0)
            hashes[number] = sound_of(plain + start, ends[number] - start);
        else
            hashes[number] = sound_of_two(sound_of(plain + start, second - start),
                                          sound_of(plain + second, ends[number] - second));
        start = ends[number];
    }
}

/* Finds the capitalised words that may sound like a name of one word, or with the one before like a
   name of two.

   codes  size        the text; plain: folded; kinds: of what kind each character is
   alone              a bitmap of the sounds of names of one word; pairs: of those of two
   rows   room x 3    start, end, where the word before begins or -1

   Gives how many rows there are, also when there is no room for all.
*/
int64_t find_sounds(const uint32_t *codes, const uint32_t *plain, const uint8_t *kinds,
                    int64_t size, const uint8_t *alone, const uint8_t *pairs, int64_t shift,
                    int64_t *rows, int64_t room)
{
    int64_t found = 0, before = -1, before_end = -1;
    uint64_t sound_before = 0;
    bool known_before = false;
    for (int64_t start = 0; start < size;) {
        int64_t end = start + 1;
        if (!(kinds[start] & CAPITAL)) {
            start = end;
            continue;
        }
        while (end < size && kinds[end] & WORD)
            end++;
        if (end - start < 3) {
            start++;
            continue;
        }
        bool known = end - start <= LONGEST_WORD;
        uint64_t sound = known ? sound_of(plain + start, end - start) : 0;
        bool two = before >= 0 && start == before_end + 1 && codes[before_end] == ' ';
        if (two && known && known_before)
            two = may_hold(pairs, shift, sound_of_two(sound_before, sound));
        if (two || !known || may_hold(alone, shift, sound)) {
            if (found < room) {
                rows[3 * found] = start;
                rows[3 * found + 1] = end;
                rows[3 * found + 2] = two ? before : -1;
            }
            found++;
        }
        before = start;
        before_end = end;
        sound_before = sound;
        known_before = known;
        start = end;
    }
    return found;
}

#define SMALL_U_UMLAUT 0xFC
#define LONGEST_SURNAME 6
#define LONGEST_GIVEN 11
#define LONGEST_SECOND 6

static inline bool is_great(uint32_t code)
{
    return code >= 'A' && code <= 'Z';
}

static inline bool is_letter(uint32_t code)
{
    return is_great(code) || (code >= 'a' && code <= 'z');
}

/* Gives where small letters that begin at an offset end. */
static inline int64_t small_letters(const uint32_t *codes, int64_t size, int64_t at)
{
    while (at < size && ((codes[at] >= 'a' && codes[at] <= 'z') || codes[at] == SMALL_U_UMLAUT))
        at++;
    return at;
}

/* Gives where a word of a capital and small letters ends, or -1 where none begins. */
static inline int64_t capital_word(const uint32_t *codes, int64_t size, int64_t at, int64_t most)
{
    if (at >= size || !is_great(codes[at]))
        return -1;
    int64_t end = small_letters(codes, size, at + 1);
    return end - at > 1 && end - at <= most ? end : -1;
}

static inline uint64_t surname_of(const uint32_t *plain, int64_t size)
{
    uint64_t letters = 0;
    for (int64_t at = 0; at < size; at++)
        letters = letters << 5 | (plain[at] & 31);
    return mixed(letters);
}

/* Gives the hash of each surname.

   plain   the folded surnames, one after the other
   ends    count     where each ends
   hashes  count
*/
void hash_surnames(const uint32_t *plain, const int64_t *ends, int64_t count, uint64_t *hashes)
{
    int64_t start = 0;
    for (int64_t number = 0; number < count; number++) {
        hashes[number] = surname_of(plain + start, ends[number] - start);
        start = ends[number];
    }
}

/* Finds what looks like a Chinese name, surname first, in Latin letters, if the surname may be
   known; names do not overlap. The same as ``_NAME`` in noisy.py.

   codes     size        the text; plain: folded; kinds: of what kind each character is
   surnames              a bitmap of known surnames
   rows      room        where each begins

   Gives how many rows there are, also when there is no room for all.
*/
int64_t find_people(const uint32_t *codes, const uint32_t *plain, const uint8_t *kinds,
                    int64_t size, const uint8_t *surnames, int64_t shift, int64_t *rows,
                    int64_t room)
{
    int64_t found = 0;
    for (int64_t start = 0; start < size; start++) {
        if (!is_great(codes[start]) || (start > 0 && kinds[start - 1] & WORD))
            continue;
        int64_t surname = capital_word(codes, size, start, LONGEST_SURNAME);
        if (surname < 0 || surname >= size || codes[surname] != ' ')
            continue;
        int64_t end = capital_word(codes, size, surname + 1, LONGEST_GIVEN);
        if (end < 0)
            continue;
        if (end < size && kinds[end] & WORD) {
            int64_t second = end + 1;
            if (codes[end] != '-' || second >= size || !is_letter(codes[second]))
                continue;
            end = small_letters(codes, size, second + 1);
            if (end - second < 2 || end - second > LONGEST_SECOND
                || (end < size && kinds[end] & WORD))
                continue;
        }
        if (may_hold(surnames, shift, surname_of(plain + start, surname - start))) {
            if (found < room)
                rows[found] = start;
            found++;
        }
        start = end - 1;
    }
    return found;
}
