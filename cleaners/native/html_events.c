/* Elements and text written down, to be flattened later: what a page shows only without scripts, and
   the trees of other parsers.

   An event is one byte and what belongs to it, each ended by NUL: ``<`` a tag, the number of its
   attributes in decimal, their names and values; ``>`` a tag that ends; ``.`` a text. */

#include "html.h"

static void add_ended(Bytes *events, Span text)
{
    add(events, text.at, text.size);
    add_byte(events, 0);
}

void add_start(Bytes *events, Span tag, const Attributes *attributes)
{
    add_byte(events, '<');
    add_small(events, tag);
    add_byte(events, 0);
    add_pairs(events, attributes);
}

void add_end(Bytes *events, Span tag)
{
    add_byte(events, '>');
    add_small(events, tag);
    add_byte(events, 0);
}

void add_text(Bytes *events, Span text)
{
    add_byte(events, '.');
    add_ended(events, text);
}

/* Adds how many attributes there are and each one's name and value. */
void add_pairs(Bytes *to, const Attributes *attributes)
{
    char count[24];
    const Pair *pairs = (const Pair *)(const void *)attributes->pairs.at;
    size_t pair_number = pair_count(attributes);
    int size = snprintf(count, sizeof count, "%zu", pair_number);
    add_ended(to, (Span){(const uint8_t *)count, (size_t)size});
    for (size_t i = 0; i < pair_number; i++) {
        const uint8_t *text = attributes->text.at;
        add_ended(to, (Span){text + pairs[i].name, pairs[i].name_size});
        add_ended(to, (Span){text + pairs[i].value, pairs[i].value_size});
    }
}

/* Cuts what ends with NUL off the events. */
static Span next_part(Span *events)
{
    const uint8_t *end = memchr(events->at, 0, events->size);
    Span part = {events->at, end ? (size_t)(end - events->at) : events->size};
    size_t used = part.size + (end != NULL);
    *events = (Span){events->at + used, events->size - used};
    return part;
}

static void read_pairs(Span *events, Attributes *attributes)
{
    clear_attributes(attributes);
    Span digits = next_part(events);
    size_t count = 0;
    for (size_t i = 0; i < digits.size; i++)
        count = count * 10 + (size_t)(digits.at[i] - '0');
    for (; count && events->size; count--) {
        Span name = next_part(events), value = next_part(events);
        Pair pair = {attributes->text.size, name.size, attributes->text.size + name.size,
                     value.size};
        add(&attributes->text, name.at, name.size);
        add(&attributes->text, value.at, value.size);
        note_attribute(attributes, pair, attribute_named(name));
    }
}

/* Hands on what was written down. */
void replay(const Tables *tables, Span events, Work *work, Flattener *to)
{
    while (events.size) {
        uint8_t kind = *events.at;
        events = (Span){events.at + 1, events.size - 1};
        Span part = next_part(&events);
        if (kind == '.') {
            take_text(to, part);
        } else if (kind == '>') {
            end_element(to, find_name(&tables->tags, part), part);
        } else {
            read_pairs(&events, &work->attributes);
            start_element(to, find_name(&tables->tags, part), part, &work->attributes);
        }
    }
}
