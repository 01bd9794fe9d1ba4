/* Words that only one language has, looked for in a text. */

#include "html.h"

static Span next_word(const uint8_t **at, const uint8_t *end)
{
    const uint8_t *next = *at + leading_space((Span){*at, (size_t)(end - *at)});
    Span word = {next, 0};
    for (*at = next; *at < end && !is_space(read_code(*at, end, &next)); *at = next)
        ;
    word.size = (size_t)(*at - word.at);
    return word;
}

/* Counts the different words that each language has alone.

   text       UTF-8 in small letters, words between white space
   languages  names; the language of each
   seen       names; all 0
   counts     languages; all 0
*/
void count_sole_words(const uint8_t *text, int64_t size, const Names *names,
                      const int32_t *languages, uint8_t *seen, int64_t *counts)
{
    const uint8_t *end = text + size;
    for (Span word; (word = next_word(&text, end)).size;) {
        int64_t number = find_name(names, word);
        if (number < 0 || seen[number])
            continue;
        seen[number] = 1;
        counts[languages[number]]++;
    }
}
