/* Names in a text: every span that may be one is hashed and looked up. */

#include "names.h"

/* Odd, as in spans.py: a span is known by the polynomial of its characters, mixed. */
#define BASE 0x9E3779B97F4A7C15u
#define TOPIC 1
#define STEM 2
#define OPEN 4
/* Which first letter a name must have, as in matching.py: any, no small one, or a capital or the
   letter that is said. */
#define ANY 0
#define NOT_SMALL 1

/* The forms, as in matching.py. */
typedef struct {
    const uint64_t *keys;     /* the hashes of the strings, sorted */
    const int32_t *buckets;   /* where each run of the same first bits begins, and one more */
    /* Bitmaps of hashes: of whole strings, of those shorter than the first of `lengths`, of how the
       longer ones begin, of those that letters may follow and of how these begin. */
    const uint8_t *whole, *brief, *begun, *open, *opening;
    /* An entry's kind, flags, language, concept, first letter; how far its string's entries go. */
    const uint8_t *what, *flags, *language;
    const int32_t *subject;
    const uint32_t *first;
    const int32_t *next;
    const int64_t *lengths;   /* the lengths at which a beginning must be known; 0 ends them */
    int64_t bucket_shift, whole_shift, brief_shift, begun_shift, open_shift, opening_shift;
    int64_t opens;            /* the length of a beginning of what letters may follow */
    int64_t longest;
    int64_t own;              /* concepts from here on are general names */
} Forms;

/* Whether a word may end before an offset: no letter and no combining mark follows there, or the
   script needs no space. */
static inline bool ends(const uint8_t *kinds, int64_t size, int64_t at)
{
    if (at >= size || kinds[at - 1] & UNSPACED)
        return true;
    return kinds[at] & UNSPACED || !(kinds[at] & (LETTER | MARK));
}

/* Gives the first place of a key in the sorted keys, or -1. */
static inline int64_t place_of(const Forms *forms, uint64_t key)
{
    uint64_t bucket = key >> forms->bucket_shift;
    for (int64_t place = forms->buckets[bucket]; place < forms->buckets[bucket + 1]; place++)
        if (forms->keys[place] == key)
            return place;
    return -1;
}

/* Whether a bracket follows, at most two spaces away. */
static inline bool opens_bracket(const uint32_t *plain, int64_t size, int64_t end)
{
    int64_t at = end;
    while (at < size && at < end + 2 && plain[at] == ' ')
        at++;
    uint32_t after = at < size && at < end + 2 ? plain[at] : 0;
    return after == '(' || after == '[' || after == 0xFF08 || after == 0x3010;
}

/* Whether a name may begin with a letter. */
static inline bool suits(uint32_t first, uint32_t code, uint8_t kind)
{
    if (first == ANY || kind & UPPER)
        return true;
    return first == NOT_SMALL ? !(kind & LOWER) : code == first;
}

/* Whether a letter is one of the Arabic words of one letter that are joined to the next:
   and, so, by, to, as. */
static inline bool joins(uint32_t code)
{
    return code == 0x0648 || code == 0x0641 || code == 0x0628 || code == 0x0644 || code == 0x0643;
}

/* Whether a name may begin at a letter: at the first of a word, or after an Arabic word joined to
   it. */
static inline bool opens_word(const uint32_t *plain, const uint8_t *kinds, int64_t at)
{
    if (at == 0 || !(kinds[at - 1] & LETTER))
        return true;
    return joins(plain[at - 1]) && (at == 1 || !(kinds[at - 2] & LETTER));
}

/* Finds the forms that stand in a text and may count there.

   codes      size        the text; plain: folded; kinds: of what kind each character is
   starts     blocks      where each stretch of one language begins
   spoken     blocks      the language there; loose: whether letters may follow a name there
   all                    whether general names count where no bracket follows
   rows       room x 6    start, end, entry, whether a border follows, its kind, its concept

   Gives how many rows there are, also when there is no room for all.
*/
int64_t find_forms(const Forms *forms, const uint32_t *codes, const uint32_t *plain,
                   const uint8_t *kinds, int64_t size, const int64_t *starts,
                   const uint8_t *spoken, const uint8_t *loose, int64_t blocks, int64_t all,
                   int64_t *rows, int64_t room)
{
    int64_t found = 0, block = 0;
    for (int64_t start = 0; start < size; start++) {
        uint8_t kind = kinds[start];
        if (!(kind & UNSPACED) && !(kind & LETTER && opens_word(plain, kinds, start)))
            continue;
        while (block + 1 < blocks && starts[block + 1] <= start)
            block++;
        uint64_t sum = plain[start] + (uint64_t)1, power = BASE;
        bool may_open = true;
        const uint8_t *known = forms->brief;
        int64_t shift = forms->brief_shift;
        const int64_t *beginning = forms->lengths;
        int64_t last = size - start < forms->longest ? size - start : forms->longest;
        for (int64_t length = 2; length <= last; length++) {
            int64_t end = start + length;
            sum += ((uint64_t)plain[end - 1] + 1) * power;
            power *= BASE;
            if (length == forms->opens)
                may_open = may_hold(forms->opening, forms->opening_shift, mixed(sum));
            if (length == *beginning) {
                if (!may_hold(forms->begun, forms->begun_shift, mixed(sum)))
                    break;
                known = forms->whole;
                shift = forms->whole_shift;
                beginning++;
            }
            bool right = ends(kinds, size, end);
            if (!right && !loose[block] && !may_open)
                continue;
            uint64_t hash = mixed(sum);
            if (!right && !loose[block] && !may_hold(forms->open, forms->open_shift, hash))
                continue;
            if (!may_hold(known, shift, hash))
                continue;
            int64_t first = place_of(forms, hash);
            if (first < 0)
                continue;
            for (int64_t entry = first; entry < forms->next[first]; entry++) {
                uint8_t what = forms->what[entry], flags = forms->flags[entry];
                uint8_t language = forms->language[entry];
                if (language && language != spoken[block])
                    continue;
                bool follows = what == TOPIC ? flags & OPEN : (flags & STEM) || loose[block];
                if (!right && !follows)
                    continue;
                if (!suits(forms->first[entry], codes[start], kind))
                    continue;
                if (forms->subject[entry] >= forms->own && what > TOPIC && !all
                    && !opens_bracket(plain, size, end))
                    continue;
                if (found < room) {
                    int64_t *row = rows + 6 * found;
                    row[0] = start;
                    row[1] = end;
                    row[2] = entry;
                    row[3] = right;
                    row[4] = what;
                    row[5] = forms->subject[entry];
                }
                found++;
            }
        }
    }
    return found;
}
