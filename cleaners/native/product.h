/* A product of matrices, written for vectors of ``WIDTH`` numbers; included once for each width.

   Each sum is added up in the same order whatever the width, so that all machines give the same.
*/

#define JOIN(name, width) name##width
#define NAMED(name, width) JOIN(name, width)
#define VECTOR NAMED(vector, WIDTH)

enum { NAMED(VECTORS, WIDTH) = LANES / WIDTH, NAMED(ROWS, WIDTH) = WIDTH / 2 };

typedef float VECTOR __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));

/* Adds ``weights`` (rows x inputs) times the inputs to what is in ``out`` (rows, ``stride`` apart);
   ``rows`` is a multiple of 8, ``lanes`` one of LANES. */
TARGET static void NAMED(add_product, WIDTH)(const float *weights, int64_t inputs,
                                             const float *const *in, int64_t rows, int64_t lanes,
                                             float *out, int64_t stride)
{
    enum { VECTORS = NAMED(VECTORS, WIDTH), ROWS = NAMED(ROWS, WIDTH) };
    for (int64_t row = 0; row < rows; row += ROWS, weights += ROWS * inputs, out += ROWS * stride)
        for (int64_t lane = 0; lane < lanes; lane += LANES) {
            VECTOR sums[ROWS][VECTORS];
            UNROLLED for (int64_t r = 0; r < ROWS; r++)
                UNROLLED for (int64_t i = 0; i < VECTORS; i++)
                    sums[r][i] = ((const VECTOR *)(out + r * stride + lane))[i];
            for (int64_t k = 0; k < inputs; k++) {
                const VECTOR *values = (const VECTOR *)(in[k] + lane);
                UNROLLED for (int64_t r = 0; r < ROWS; r++)
                    UNROLLED for (int64_t i = 0; i < VECTORS; i++)
                        sums[r][i] += weights[r * inputs + k] * values[i];
            }
            UNROLLED for (int64_t r = 0; r < ROWS; r++)
                UNROLLED for (int64_t i = 0; i < VECTORS; i++)
                    ((VECTOR *)(out + r * stride + lane))[i] = sums[r][i];
        }
}

#undef WIDTH
#undef TARGET
#undef VECTOR
#undef NAMED
#undef JOIN
