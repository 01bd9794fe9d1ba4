/* The network that judges the lines of flattened text. */

#include "pages.h"

/* Lines are looked at so many at a time; rows of lines have as many zeros before and behind. */
enum { LANES = 16, LAYERS = 4, PAGE_AFTER = 2, WORDS_READ = 24, MOST_HEARD = 64 };

#define UNROLLED _Pragma("GCC unroll 8")

#define TARGET
#define WIDTH 4
#include "product.h"
#if defined(__x86_64__) && defined(__GNUC__)
#define TARGET __attribute__((target("avx2")))
#define WIDTH 8
#include "product.h"
#define TARGET __attribute__((target("avx512f")))
#define WIDTH 16
#include "product.h"
#endif

static const int64_t REACHES[LAYERS] = {1, 2, 4, 8};
static const float FARTHEST = 4, WEAKEST = -5;
static const uint64_t SPREAD = 0x9E3779B97F4A7C15;

typedef void product(const float *weights, const float *constants, int64_t inputs,
                     const float *const *in, int64_t rows, int64_t lanes, float *out,
                     int64_t stride, bool adds);

/* Chooses the widest product that the machine can do. */
static product *fastest(void)
{
#if defined(__x86_64__) && defined(__GNUC__)
    if (__builtin_cpu_supports("avx512f"))
        return multiply16;
    if (__builtin_cpu_supports("avx2"))
        return multiply8;
#endif
    return multiply4;
}

/* One network of ``width`` signs a line: its weights as they stand one behind the other. */
struct network {
    const float *line, *line_constant, *inwards, *inwards_constant, *outwards, *outwards_constant;
    const float *page, *page_constant, *weighed, *weighed_constant, *judgement;
    const float *judgement_constant, *end;
};

static struct network network_of(const float *weights, int64_t inputs, int64_t width)
{
    struct network one = {.line = weights};
    one.line_constant = one.line + width * inputs;
    one.inwards = one.line_constant + width;
    one.inwards_constant = one.inwards + LAYERS * width * 3 * width;
    one.outwards = one.inwards_constant + LAYERS * width;
    one.outwards_constant = one.outwards + LAYERS * width * width;
    one.page = one.outwards_constant + LAYERS * width;
    one.page_constant = one.page + width * 2 * width;
    one.weighed = one.page_constant + width;
    one.weighed_constant = one.weighed + width * width;
    one.judgement = one.weighed_constant + width;
    one.judgement_constant = one.judgement + width;
    one.end = one.judgement_constant + 1;
    return one;
}

/* A page in work: rows of lines are ``stride`` apart; the signs have zeros before and behind. */
struct work {
    int64_t lines, lanes, stride, width;
    product *multiply;
    /* The lines' weights in the mean of the page. */
    float *weight;
    float *signs, *seen;
    /* Of what a product takes in: the rows. */
    const float **in;
};

/* Makes zero what stands behind the last line, up to where products read and write. */
static void end_rows(const struct work *work, float *rows, int64_t count)
{
    for (int64_t row = 0; row < count; row++, rows += work->stride)
        fill(rows + work->lines, 0, work->lanes - work->lines);
}

/* Makes zero what stands before and behind the signs: the neighbours that a page does not have. */
static void frame_signs(const struct work *work)
{
    float *sign = work->signs;
    for (int64_t row = 0; row < work->width; row++, sign += work->stride) {
        fill(sign - LANES, 0, LANES);
        fill(sign + work->lanes, 0, LANES);
    }
}

/* Adds to the signs of each line what those of the lines ``reach`` above and below tell. */
static void look_at_neighbours(const struct work *work, const struct network *network,
                               int64_t layer)
{
    int64_t width = work->width, reach = REACHES[layer];
    for (int64_t row = 0; row < width; row++) {
        const float *sign = work->signs + row * work->stride;
        work->in[row] = sign - reach;
        work->in[width + row] = sign;
        work->in[2 * width + row] = sign + reach;
    }
    work->multiply(network->inwards + layer * width * 3 * width,
                   network->inwards_constant + layer * width, 3 * width, work->in, width,
                   work->lanes, work->seen, work->stride, false);
    for (int64_t row = 0; row < width; row++)
        work->in[row] = work->seen + row * work->stride;
    work->multiply(network->outwards + layer * width * width,
                   network->outwards_constant + layer * width, width, work->in, width,
                   work->lanes, work->signs, work->stride, true);
    end_rows(work, work->signs, width);
}

/* Gives the weighed mean of what is above 0: of every fourth line, then of these. */
static float mean_of(const float *sign, const float *weight, int64_t lanes)
{
    float sums[4] = {0};
    for (int64_t line = 0; line < lanes; line += 4)
        for (int64_t i = 0; i < 4; i++)
            sums[i] += (sign[line + i] > 0 ? sign[line + i] : 0) * weight[line + i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

static float most_of(const float *sign, int64_t lines)
{
    float most[4] = {WEAKEST, WEAKEST, WEAKEST, WEAKEST};
    int64_t line = 0;
    for (; line + 4 <= lines; line += 4)
        for (int64_t i = 0; i < 4; i++)
            most[i] = sign[line + i] > most[i] ? sign[line + i] : most[i];
    for (; line < lines; line++)
        most[0] = sign[line] > most[0] ? sign[line] : most[0];
    for (int64_t i = 1; i < 4; i++)
        most[0] = most[i] > most[0] ? most[i] : most[0];
    return most[0];
}

/* Adds to the signs what the page as a whole tells: the mean of its lines, and the most.

   said   2 x width   room to work in
*/
static void look_at_page(const struct work *work, const struct network *network, float *said)
{
    int64_t width = work->width;
    for (int64_t row = 0; row < width; row++) {
        const float *sign = work->signs + row * work->stride;
        said[row] = mean_of(sign, work->weight, work->lanes);
        said[width + row] = most_of(sign, work->lines);
    }
    for (int64_t row = 0; row < width; row++) {
        float sum = network->page_constant[row];
        for (int64_t k = 0; k < 2 * width; k++)
            sum += network->page[row * 2 * width + k] * said[k];
        for (int64_t line = 0; sum > 0 && line < work->lines; line++)
            work->signs[row * work->stride + line] += sum;
    }
}

/* Adds a network's judgement of each line to the scores. */
static void judge(const struct work *work, const struct network *network, double *scores)
{
    int64_t width = work->width;
    float *sums = work->signs;
    for (int64_t row = 0; row < width; row++) {
        float *sign = work->signs + row * work->stride;
        work->in[row] = sign;
        for (int64_t line = 0; line < work->lanes; line++)
            sign[line] = sign[line] > 0 ? sign[line] : 0;
    }
    work->multiply(network->weighed, network->weighed_constant, width, work->in, width,
                   work->lanes, work->seen, work->stride, false);
    fill(sums, (double)network->judgement_constant[0], work->lines);
    for (int64_t row = 0; row < width; row++) {
        const float weight = network->judgement[row], *seen = work->seen + row * work->stride;
        for (int64_t line = 0; line < work->lines; line++)
            sums[line] += weight * seen[line];
    }
    for (int64_t line = 0; line < work->lines; line++)
        scores[line] += (double)sums[line];
}

/* Sets the measures of the lines in relation to what is usual. */
static void set_in_relation(const float *columns, const float *mean, const float *scale,
                            int64_t measures, int64_t lines, int64_t stride, float *rows)
{
    for (int64_t row = 0; row < measures; row++, rows += stride, columns += lines)
        for (int64_t line = 0; line < lines; line++) {
            float value = (columns[line] - mean[row]) / scale[row];
            value = value > -FARTHEST ? value : -FARTHEST;
            rows[line] = value < FARTHEST ? value : FARTHEST;
        }
}

/* Adds up what is known of each line's first words: ``size`` numbers, one row each. */
static void hear(const uint64_t *hashes, const int64_t *offsets, const float *vocabulary,
                 int64_t bits, int64_t size, int64_t lines, int64_t stride, float *rows)
{
    for (int64_t line = 0; line < lines; line++) {
        float sums[MOST_HEARD] = {0};
        int64_t begin = offsets[line], end = smaller(offsets[line + 1], begin + WORDS_READ);
        for (int64_t token = begin; token < end; token++) {
            int64_t bucket = (int64_t)((hashes[token] * SPREAD) >> (64 - bits));
            for (int64_t k = 0; k < size; k++)
                sums[k] += vocabulary[bucket * size + k];
        }
        double share = sqrt((double)greater(end - begin, 1));
        for (int64_t k = 0; k < size; k++)
            rows[k * stride + line] = (float)((double)sums[k] / share);
    }
}

static void weigh_lines(const double *words, int64_t lines, float *weight)
{
    double sum = 0;
    for (int64_t line = 0; line < lines; line++) {
        weight[line] = (float)log1p(words[line]);
        sum += (double)weight[line];
    }
    for (int64_t line = 0; line < lines; line++)
        weight[line] /= (float)at_least(sum, 1e-3);
}

/* Judges the lines of a page.

   columns        measures x lines
   mean, scale    measures                   what the measures are set in relation to
   hashes         tokens                     the words; those of line i from offsets[i] on
   words          lines                      lengths in words
   vocabulary     2^bits x (networks x size) what is known of each bucket of words; networks x size
                                             is MOST_HEARD at most
   weights        networks                   one network behind the other, as ``network_of`` says
   width                                     a multiple of 8
   rows           (measures + networks x size + 2 x width + 1) x stride: room to work in; the stride
                  is ``lines`` made a multiple of 16, and 32 more
   in             the greater of measures + size and 3 x width: room for the places of rows
   scores         lines                      0; the sum of the networks' log-odds out
*/
void judge_lines(const float *columns, const float *mean, const float *scale, int64_t measures,
                 int64_t lines, const uint64_t *hashes, const int64_t *offsets, const double *words,
                 const float *vocabulary, int64_t bits, int64_t size, const float *weights,
                 int64_t networks, int64_t width, float *rows, const float **in, double *scores)
{
    int64_t lanes = (lines + LANES - 1) / LANES * LANES, stride = lanes + 2 * LANES;
    float *measured = rows + LANES, *heard = measured + measures * stride;
    float *signs = heard + networks * size * stride;
    struct work work = {lines, lanes, stride, width, fastest(), signs + 2 * width * stride,
                        signs, signs + width * stride, in};
    set_in_relation(columns, mean, scale, measures, lines, stride, measured);
    hear(hashes, offsets, vocabulary, bits, networks * size, lines, stride, heard);
    weigh_lines(words, lines, work.weight);
    end_rows(&work, measured, measures + networks * size);
    fill(work.weight + lines, 0, lanes - lines);
    frame_signs(&work);
    for (int64_t number = 0; number < networks; number++) {
        struct network network = network_of(weights, measures + size, width);
        for (int64_t k = 0; k < measures; k++)
            in[k] = measured + k * stride;
        for (int64_t k = 0; k < size; k++)
            in[measures + k] = heard + (number * size + k) * stride;
        work.multiply(network.line, network.line_constant, measures + size, in, width, lanes, signs,
                      stride, false);
        end_rows(&work, signs, width);
        for (int64_t layer = 0; layer < LAYERS; layer++) {
            look_at_neighbours(&work, &network, layer);
            if (layer == PAGE_AFTER)
                look_at_page(&work, &network, work.seen);
        }
        judge(&work, &network, scores);
        weights = network.end;
    }
}
