"""What pyproject.toml cannot say: the C files are compiled into one library beside them."""

from glob import glob

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "cleaners.native._kernels",
            sorted(glob("cleaners/native/*.c")),  # noqa: PTH207 - setuptools takes names
            depends=glob("cleaners/native/*.h"),  # noqa: PTH207
            libraries=["m"],
            # The same bytes out on every machine: no operations joined, none reordered.
            extra_compile_args=["-std=c11", "-O3", "-ffp-contract=off", "-Wall", "-Wextra"],
        )
    ]
)
