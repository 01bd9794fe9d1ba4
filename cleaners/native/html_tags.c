/* Tags as the HTML standard cuts them: names, attributes and their values, and what is skipped. */

#include "html_parse.h"

void skip_past(Parser *p, uint8_t byte)
{
    const uint8_t *found = memchr(p->at, byte, (size_t)(p->end - p->at));
    p->at = found ? found + 1 : p->end;
}

void skip_blanks(Parser *p)
{
    while (p->at < p->end && is_blank(*p->at))
        p->at++;
}

/* Skips a comment from behind its opening. */
static void skip_comment(Parser *p)
{
    if (peek(p, 0) == '>' || (peek(p, 0) == '-' && peek(p, 1) == '>')) {
        skip_past(p, '>');
        return;
    }
    while (p->at < p->end) {
        skip_past(p, '-');
        if (peek(p, 0) != '-')
            continue;
        if (peek(p, 1) == '>' || (peek(p, 1) == '!' && peek(p, 2) == '>')) {
            skip_past(p, '>');
            return;
        }
    }
}

/* Skips what begins with ``<!`` or ``<?``: comments, document types, instructions. */
void skip_declaration(Parser *p)
{
    if (peek(p, 1) == '!' && peek(p, 2) == '-' && peek(p, 3) == '-') {
        p->at += 4;
        skip_comment(p);
    } else {
        skip_past(p, '>');
    }
}

/* Reads the name of a tag or an attribute (which ``=`` ends too). */
Span read_name(Parser *p, uint8_t stop)
{
    Span name = {p->at, 0};
    do {
        p->at++;
    } while (p->at < p->end && *p->at != '/' && *p->at != '>' && *p->at != stop
             && !is_blank(*p->at));
    name.size = (size_t)(p->at - name.at);
    return name;
}

/* Adds the value of an attribute, references replaced. */
static void add_value(Parser *p, Bytes *to, Span value)
{
    const uint8_t *start = value.at, *at = start, *end = at + value.size;
    if (!p->returns && !memchr(at, '&', value.size))
        at = end;
    while (at < end) {
        size_t size = 0;
        if (*at != '&' && *at != '\r') {
            at++;
            continue;
        }
        add(to, start, (size_t)(at - start));
        if (*at == '\r') {
            size = 1;
            if (at + 1 == end || at[1] != '\n')
                add_byte(to, '\n');
        } else if (!(size = reference(p->tables, (Span){at, (size_t)(end - at)}, true, to))) {
            add_byte(to, '&');
            size = 1;
        }
        start = at += size;
    }
    add(to, start, (size_t)(end - start));
}

/* Reads the raw value of an attribute, if it has one. */
static Span read_value(Parser *p)
{
    Span value = {p->at, 0};
    skip_blanks(p);
    if (peek(p, 0) != '=')
        return value;
    p->at++;
    skip_blanks(p);
    uint8_t quote = peek(p, 0);
    if (quote == '"' || quote == '\'')
        p->at++;
    value.at = p->at;
    if (quote == '"' || quote == '\'') {
        skip_past(p, quote);
        value.size = (size_t)(p->at - value.at);
        if (value.size && p->at[-1] == quote)
            value.size--;
        return value;
    }
    while (p->at < p->end && *p->at != '>' && !is_blank(*p->at))
        p->at++;
    value.size = (size_t)(p->at - value.at);
    return value;
}

/* Reads an attribute, but leaves out what is not looked at unless all are wanted. */
static void read_attribute(Parser *p, bool all)
{
    Bytes *text = &p->work->attributes.text;
    Span name = read_name(p, '=');
    Pair pair = {text->size, name.size, text->size + name.size, 0};
    add_small(text, name);
    int known = attribute_named((Span){text->at + pair.name, name.size});
    Span value = read_value(p);
    if (known < 0 && !all) {
        text->size = pair.name;
        return;
    }
    add_value(p, text, value);
    pair.value_size = text->size - pair.value;
    note_attribute(&p->work->attributes, pair, known);
}

void read_attributes(Parser *p, bool all)
{
    clear_attributes(&p->work->attributes);
    for (skip_blanks(p); p->at < p->end && *p->at != '>'; skip_blanks(p)) {
        if (*p->at != '/')
            read_attribute(p, all);
        else if (peek(p, 1) == '>')
            return;
        else
            p->at++;
    }
}
