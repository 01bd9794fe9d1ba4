/* Names in hash tables, and what character references stand for. */

#include "html.h"

/* The longest name of a character reference has so many letters and digits. */
enum { LONGEST_REFERENCE = 31 };

static uint32_t hash(Span name)
{
    uint32_t value = 2166136261u;
    for (size_t i = 0; i < name.size; i++)
        value = (value ^ name.at[i]) * 16777619u;
    return value ^ value >> 15;
}

static Span name_at(const Names *names, int64_t number)
{
    int32_t start = names->starts[number];
    return (Span){names->text + start, (size_t)(names->starts[number + 1] - start)};
}

/* Gives the slot that holds a name or, where none does, the one that is free for it. */
static int64_t slot_of(const Names *names, Span name)
{
    int64_t slot = hash(name) & names->mask;
    for (; names->slots[slot] >= 0; slot = (slot + 1) & names->mask) {
        Span other = name_at(names, names->slots[slot]);
        if (other.size == name.size && !memcmp(other.at, name.at, name.size))
            break;
    }
    return slot;
}

/* Fills the slots of names, which are all different and fewer than the slots; all are -1 before. */
void number_names(Names *names)
{
    for (int64_t number = 0; number < names->count; number++)
        names->slots[slot_of(names, name_at(names, number))] = (int32_t)number;
}

int64_t find_name(const Names *names, Span name)
{
    return names->slots[slot_of(names, name)];
}

/* Gives the code point that a numeric reference stands for: browsers read 128-159 as Windows does. */
static uint32_t meant(uint32_t code)
{
    static const uint16_t windows[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
    };
    if (code >= 0x80 && code < 0xA0)
        return windows[code - 0x80];
    return code == 0 || (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF ? 0xFFFD : code;
}

static int digit(uint8_t byte, bool hexadecimal)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    return hexadecimal && lower(byte) >= 'a' && lower(byte) <= 'f' ? lower(byte) - 'a' + 10 : -1;
}

static size_t numeric(Span text, Bytes *found)
{
    bool hexadecimal = text.size > 2 && lower(text.at[2]) == 'x';
    size_t at = hexadecimal ? 3 : 2, first = at;
    uint32_t code = 0;
    for (int next; at < text.size && (next = digit(text.at[at], hexadecimal)) >= 0; at++)
        if (code < 0x110000)
            code = code * (hexadecimal ? 16 : 10) + (uint32_t)next;
    if (at == first)
        return 0;
    add_code(found, meant(code));
    return at + (at < text.size && text.at[at] == ';');
}

/* Reads the character reference that begins a text with ``&``: adds what it stands for and gives
   its size, or 0 where there is none. In attributes a name needs its end: addresses have ``&``. */
size_t reference(const Tables *tables, Span text, bool attribute, Bytes *found)
{
    if (text.size > 1 && text.at[1] == '#')
        return numeric(text, found);
    size_t letters = 0;
    Span name = {text.at + 1, 0};
    while (letters < LONGEST_REFERENCE && letters + 1 < text.size
           && (is_letter(name.at[letters]) || digit(name.at[letters], false) >= 0))
        letters++;
    for (name.size = letters; name.size > 1; name.size--) {
        uint8_t after = name.size + 1 < text.size ? name.at[name.size] : 0;
        bool whole = name.size == letters;
        if (attribute && !whole)
            return 0;
        int64_t number = find_name(&tables->references, name);
        if (number >= 0
            && (after == ';' || (tables->legacy[number] && !(attribute && after == '=')))) {
            int32_t start = tables->value_at[number];
            add(found, tables->values + start, (size_t)(tables->value_at[number + 1] - start));
            return name.size + 1 + (after == ';');
        }
    }
    return 0;
}
