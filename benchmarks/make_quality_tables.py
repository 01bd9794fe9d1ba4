"""Write the calendar and place tables of the quality rules from CLDR, as Babel has it.

    python -m benchmarks.make_quality_tables

Needs Babel (development only). CLDR is under the Unicode License v3; see the LICENCES file there.
"""

from __future__ import annotations

from collections.abc import Iterator

from babel import Locale

from cleaners.rules import BUILT_IN

FOLDER = BUILT_IN / "quality"
# Tag in our tables -> CLDR locale.
LANGUAGES = {
    "zh-Hans": "zh_Hans",
    "zh-Hant": "zh_Hant",
    **{
        tag: tag
        for tag in [
            "en", "fr", "de", "es", "pt", "it", "ca", "nl", "sv", "da", "nb", "fi", "et", "lv",
            "lt", "pl", "cs", "sk", "sl", "hr", "sr", "ru", "uk", "bg", "ro", "hu", "el", "tr",
            "id", "ms", "vi", "tl", "sw", "ar", "fa", "he", "hi", "bn", "ta", "th", "ja", "ko",
        ]
    },
}  # fmt: skip
# Case forms of months and weekdays that CLDR does not list, where dates are inflected.
CASES = {
    "ru": {
        "month": "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре "
        "декабре",
        "weekday": "понедельника понедельнику|вторника вторнику|среду среды среде|четверга "
        "четвергу|пятницу пятницы пятнице|субботу субботы субботе|воскресенья воскресенью",
    },
    "uk": {
        "month": "січні лютому березні квітні травні червні липні серпні вересні жовтні "
        "листопаді грудні",
        "weekday": "понеділка|вівторка|середу середи|четверга|п'ятницю п'ятниці п’ятницю "
        "п’ятниці|суботу суботи|неділю неділі",
    },
    "pl": {
        "month": "styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu "
        "październiku listopadzie grudniu",
        "weekday": "poniedziałku|wtorku|środę środy|czwartku|piątku|sobotę soboty|niedzielę "
        "niedzieli",
    },
    "cs": {
        "month": "lednu únoru březnu dubnu květnu červnu červenci srpnu září říjnu listopadu "
        "prosinci",
        "weekday": "pondělí|úterý|středu středy|čtvrtka|pátku|sobotu soboty|neděli neděle",
    },
    "fi": {
        "month": "tammikuussa helmikuussa maaliskuussa huhtikuussa toukokuussa kesäkuussa "
        "heinäkuussa elokuussa syyskuussa lokakuussa marraskuussa joulukuussa",
        "weekday": "maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai",
    },
}
# Where the name of a month alone differs from the one in a date. (Elsewhere Babel answers with
# the stand-alone names of another language.)
STAND_ALONE = frozenset({"ru", "uk", "pl", "cs", "sk", "hr", "fi", "lt", "lv", "el"})
# Words that are also common words, in which a month cannot be told from them.
AMBIGUOUS = {
    ("en", "may"), ("en", "mar"), ("en", "march"), ("id", "mei"), ("tr", "ocak"), ("it", "mar"),
    ("en", "sun"), ("en", "sat"), ("en", "wed"), ("de", "so"), ("de", "mi"), ("de", "do"),
}  # fmt: skip


def calendar() -> Iterator[tuple[str, str, int, str]]:
    """Give (language, kind, number, form): months 1-12, weekdays 1 (Monday) to 7."""
    for tag, name in LANGUAGES.items():
        locale = Locale.parse(name)
        seen: set[tuple[str, str]] = set()
        for kind, table, count, first in (
            ("month", locale.months, 12, 1),
            ("weekday", locale.days, 7, 0),
        ):
            for number in range(count):
                forms = []
                forms.append(table["format"]["wide"][number + first])
                if tag in STAND_ALONE:
                    forms.append(table["stand-alone"]["wide"][number + first])
                extra = CASES.get(tag, {}).get(kind, "")
                if kind == "month":
                    forms += extra.split()[number : number + 1]
                elif extra:
                    forms += extra.split("|")[number].split()
                for form in forms:
                    folded = form.lower()
                    bare = folded.isdigit() or folded[:-1].isdigit() or len(folded) < 3
                    if (bare and tag[:2] not in ("zh", "ja")) or (tag, folded) in AMBIGUOUS:
                        continue
                    if (kind, folded) not in seen:
                        seen.add((kind, folded))
                        yield tag, kind, number + 1, folded


def places() -> Iterator[tuple[str, str, str]]:
    """Give (place, language, form): countries by their code, cities by their time zone."""
    for tag, name in LANGUAGES.items():
        locale = Locale.parse(name)
        for code, form in sorted(locale.territories.items()):
            if len(code) == 2 and code not in ("ZZ", "EU", "EZ", "UN", "QO", "XA", "XB"):
                yield code, tag, form.split(" (")[0].split("（")[0]
        for zone in sorted(ZONES):
            city = (locale.time_zones.get(zone) or {}).get("city")
            if city and "(" not in city:
                yield zone.rpartition("/")[2], tag, city
            elif tag == "en":
                yield zone.rpartition("/")[2], tag, zone.rpartition("/")[2].replace("_", " ")


ZONES = frozenset(
    zone
    for zone in Locale.parse("ja").time_zones
    if "/" in zone and zone.split("/")[0] in ("Africa", "America", "Asia", "Australia", "Europe")
)


def main() -> None:
    """Write both tables."""
    rows = ["language\tkind\tnumber\tform"]
    rows += ["\t".join(map(str, row)) for row in calendar()]
    (FOLDER / "calendar.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    rows = ["place\tlanguage\tform", *("\t".join(row) for row in places())]
    (FOLDER / "places.tsv").write_text("\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
