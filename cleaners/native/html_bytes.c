/* Buffers that grow, and text in UTF-8. */

#include "html.h"

/* Moves a buffer to where there is room for more bytes. */
void make_room(Bytes *bytes, size_t more)
{
    size_t room = 2 * bytes->room + more + 1024;
    uint8_t *moved = realloc(bytes->at, room);
    if (moved == NULL)
        longjmp(*bytes->failed, 1);
    bytes->at = moved;
    bytes->room = room;
}

/* Adds a text, the capitals of ASCII as small letters. */
void add_small(Bytes *bytes, Span text)
{
    uint8_t *to = grow(bytes, text.size);
    for (size_t i = 0; i < text.size; i++)
        to[i] = lower(text.at[i]);
}

void add_code(Bytes *bytes, uint32_t code)
{
    uint8_t four[4] = {(uint8_t)code};
    size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (size > 1) {
        static const uint8_t marks[] = {0, 0, 0xC0, 0xE0, 0xF0};
        for (size_t i = size; i-- > 1; code >>= 6)
            four[i] = 0x80 | (code & 0x3F);
        four[0] = (uint8_t)(marks[size] | code);
    }
    add(bytes, four, size);
}

/* Reads the code point before ``at``, which is not the start. */
uint32_t last_code(const uint8_t *start, const uint8_t *at)
{
    const uint8_t *end = at--;
    while (at > start && (*at & 0xC0) == 0x80)
        at--;
    return read_code(at, end, &end);
}

Span stripped(Span text)
{
    size_t space = leading_space(text);
    const uint8_t *start = text.at + space, *end = text.at + text.size;
    while (end > start && is_space(last_code(start, end)))
        for (end--; end > start && (*end & 0xC0) == 0x80;)
            end--;
    return (Span){start, (size_t)(end - start)};
}

int64_t count_codes(Span text)
{
    int64_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += (text.at[i] & 0xC0) != 0x80;
    return count;
}

bool contains(Span text, const char *word)
{
    size_t size = strlen(word);
    const uint8_t *at = text.at, *end = at + text.size;
    for (; (size_t)(end - at) >= size; at++) {
        at = memchr(at, word[0], (size_t)(end - at) - size + 1);
        if (at == NULL)
            return false;
        if (!memcmp(at, word, size))
            return true;
    }
    return false;
}
