/* A product of matrices, written for vectors of ``WIDTH`` numbers; included once for each width.

   Each sum is added up in the same order whatever the width, so that all machines give the same.
*/

#define JOIN(name, width) name##width
#define NAMED(name, width) JOIN(name, width)
#define VECTOR NAMED(vector, WIDTH)

enum { NAMED(VECTORS, WIDTH) = LANES / WIDTH, NAMED(ROWS, WIDTH) = WIDTH / 2 };

typedef float VECTOR __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));
typedef int32_t NAMED(answer, WIDTH) __attribute__((vector_size(4 * WIDTH)));

/* Multiplies ``weights`` (rows x inputs) with the inputs and adds a constant to each row: puts it
   into ``out`` (rows, ``stride`` apart), what is below 0 as 0; or adds it to what is there.
   ``rows`` is a multiple of 8, ``lanes`` one of LANES. */
TARGET static void NAMED(multiply, WIDTH)(const float *weights, const float *constants,
                                          int64_t inputs, const float *const *in, int64_t rows,
                                          int64_t lanes, float *out, int64_t stride, bool adds)
{
    enum { VECTORS = NAMED(VECTORS, WIDTH), ROWS = NAMED(ROWS, WIDTH) };
    for (int64_t row = 0; row < rows; row += ROWS, weights += ROWS * inputs, out += ROWS * stride)
        for (int64_t lane = 0; lane < lanes; lane += LANES) {
            VECTOR sums[ROWS][VECTORS];
            UNROLLED for (int64_t r = 0; r < ROWS; r++)
                UNROLLED for (int64_t i = 0; i < VECTORS; i++) {
                    const VECTOR *there = (const VECTOR *)(out + r * stride + lane) + i;
                    sums[r][i] = (adds ? *there : (VECTOR){0}) + constants[row + r];
                }
            for (int64_t k = 0; k < inputs; k++) {
                const VECTOR *values = (const VECTOR *)(in[k] + lane);
                UNROLLED for (int64_t r = 0; r < ROWS; r++)
                    UNROLLED for (int64_t i = 0; i < VECTORS; i++)
                        sums[r][i] += weights[r * inputs + k] * values[i];
            }
            UNROLLED for (int64_t r = 0; r < ROWS; r++)
                UNROLLED for (int64_t i = 0; i < VECTORS; i++) {
                    NAMED(answer, WIDTH) above = (sums[r][i] > 0) | -(int32_t)adds;
                    VECTOR *there = (VECTOR *)(out + r * stride + lane) + i;
                    *there = (VECTOR)((NAMED(answer, WIDTH))sums[r][i] & above);
                }
        }
}

#undef WIDTH
#undef TARGET
#undef VECTOR
#undef NAMED
#undef JOIN
